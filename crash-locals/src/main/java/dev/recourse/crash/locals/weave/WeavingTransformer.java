package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of some packages; others cost a look at their name. */
final class WeavingTransformer implements ClassFileTransformer {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

    private final ApplicationPackages packages;
    private final Weaver weaver;
    private final WeavingCounts counts;
    private final RecorderSight sight;

    /** What is sensitive in the classes of each loader. */
    private final Map<ClassLoader, SensitiveMembers.Known> members = Collections.synchronizedMap(new WeakHashMap<>());

    WeavingTransformer(ApplicationPackages packages, Weaver weaver, WeavingCounts counts, RecorderSight sight) {
        this.packages = packages;
        this.weaver = weaver;
        this.counts = counts;
        this.sight = sight;
    }

    @Override
    public byte @Nullable [] transform(
            Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || loader == PLATFORM || name == null || !isWanted(loader, name, bytes)) {
            return null;
        }
        if (!sight.isSeenBy(loader)) {
            counts.add(Outcome.OUT_OF_SIGHT);
            return null;
        }
        WovenClass woven = weaver.weave(bytes, membersOf(loader));
        if (woven.bytes() != bytes || woven.outcome() == Outcome.ALREADY_WOVEN) {
            sight.letRead(module);
        }
        if (redefined == null && !(woven.outcome() == Outcome.NO_DEBUG_DATA && isMadeAtRunTime(loader, name))) {
            counts.add(woven.outcome());
        }
        return woven.bytes() == bytes ? null : woven.bytes();
    }

    private SensitiveMembers membersOf(ClassLoader loader) {
        return new SensitiveMembers(
                type -> packages.contain(type) ? file(loader, type) : null,
                members.computeIfAbsent(loader, key -> new SensitiveMembers.Known()));
    }

    private static byte @Nullable [] file(ClassLoader loader, String type) {
        try (InputStream in = loader.getResourceAsStream(type + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException | LinkageError failure) {
            return null;
        }
    }

    /** Whether there is no file of a class: nobody compiles proxies and the like, with debug data or without. */
    private static boolean isMadeAtRunTime(ClassLoader loader, String name) {
        return loader.getResource(name + ".class") == null;
    }

    /** Whether a class is of the application, or compiled as it was started: {@code java Main.java}. */
    private boolean isWanted(ClassLoader loader, String name, byte[] bytes) {
        return loader.getClass().getName().startsWith(SOURCE_LAUNCHER) || packages.contain(name, bytes);
    }
}
