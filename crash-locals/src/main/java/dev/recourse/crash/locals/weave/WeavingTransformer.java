package dev.recourse.crash.locals.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of some packages; others cost a look at their name. */
final class WeavingTransformer implements ClassFileTransformer {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final ApplicationPackages packages;
    private final Weaver weaver;
    private final WeavingCounts counts;

    WeavingTransformer(ApplicationPackages packages, Weaver weaver, WeavingCounts counts) {
        this.packages = packages;
        this.weaver = weaver;
        this.counts = counts;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || loader == PLATFORM || name == null || !packages.contain(name, bytes)) {
            return null;
        }
        WovenClass woven = weaver.weave(bytes);
        if (redefined == null) {
            counts.add(woven.outcome());
        }
        return woven.bytes() == bytes ? null : woven.bytes();
    }
}
