package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names what crashes have in common that count as the same: types and frames, of the causes too.
 *
 * <p>Each frame counts once, in whatever order, so that recursion is one kind at any depth. Where there are no frames at all, the messages
 * count, without the numbers in them.
 */
public final class CrashKind {

    private static final int MAX_CAUSES = 10;

    private static final int MAX_FRAMES = 200;

    private static final int MAX_MESSAGE = 1000;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** FNV-1a of 64 bits: no class has to be loaded for it when a process crashes. */
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET_BASIS;

    private CrashKind() {}

    /** Returns the kind of a failure with its causes: 16 hexadecimal digits. */
    public static String of(List<Failure> exceptions) {
        List<Failure> chain = exceptions.stream().limit(MAX_CAUSES).toList();
        boolean traced = chain.stream().anyMatch(failure -> !failure.frames().isEmpty());
        CrashKind kind = new CrashKind();
        for (Failure failure : chain) {
            kind.add(failure.type());
            distinct(failure).stream().sorted().forEach(kind::add);
            if (!traced) {
                kind.add(withoutNumbers(failure.message()));
            }
        }
        return HexFormat.of().toHexDigits(kind.hash);
    }

    /** Where the stack overflowed is chance: of such a trace only what recurs counts. */
    private static Collection<String> distinct(Failure failure) {
        Set<String> once = new LinkedHashSet<>();
        Set<String> recurring = new LinkedHashSet<>();
        for (Frame frame : failure.frames()) {
            String text = frame.className() + '.' + frame.method() + ':' + frame.line();
            if (!once.add(text)) {
                recurring.add(text);
            }
        }
        boolean overflow = failure.type().equals(StackOverflowError.class.getName());
        Set<String> counted = overflow && !recurring.isEmpty() ? recurring : once;
        return new ArrayList<>(counted).subList(0, Math.min(MAX_FRAMES, counted.size()));
    }

    private static String withoutNumbers(@Nullable String message) {
        String text = message == null ? "" : message;
        return NUMBER.matcher(text.substring(0, Math.min(text.length(), MAX_MESSAGE)))
                .replaceAll("0");
    }

    private void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        add('\n');
    }

    private void add(char each) {
        hash = (hash ^ each) * PRIME;
    }
}
