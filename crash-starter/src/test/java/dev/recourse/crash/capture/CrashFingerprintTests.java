package dev.recourse.crash.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.format.CrashKind;
import dev.recourse.crash.format.ShortReport;
import dev.recourse.crash.format.StackTraceFormatter;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.trace.FrameLocals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashFingerprintTests {

    private static Throwable untraced(String message) {
        return new Exception(message, null, false, false) {};
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int even(int depth) {
        return odd(depth + 1) + 1;
    }

    private static int odd(int depth) {
        return depth % 7 == 0 ? even(Integer.valueOf(depth + 1)) - 1 : even(depth + 1) - 1;
    }

    private static CrashFingerprint overflow(int before) {
        try {
            return before == 0 ? new CrashFingerprint("" + even(0)) : overflow(before - 1);
        } catch (StackOverflowError ex) {
            return CrashFingerprint.of(ex);
        }
    }

    @Test
    void fingerprintOfOneOverflowIsTheSameFromAnyDepth() {
        CrashFingerprint kind = overflow(0);
        for (int i = 1; i < 20; i++) {
            assertThat(overflow(i * 7)).isEqualTo(kind);
        }
    }

    @Test
    void fingerprintWithoutATraceIsOfTheMessage() {
        assertThat(CrashFingerprint.of(untraced("a 1"))).isEqualTo(CrashFingerprint.of(untraced("a 2")));
        assertThat(CrashFingerprint.of(untraced("a"))).isNotEqualTo(CrashFingerprint.of(untraced("b")));
    }

    @Test
    void fingerprintIsTheKindOfTheReportAndOfTheShortOne() {
        Throwable failure = new IllegalStateException("boom", new IllegalArgumentException("cause"));
        List<String> notes = new ArrayList<>();
        var captured = new FailureCapture(new AppPackages(), new Redactor(List.of(), List.of()), FrameLocals.none())
                .capture(failure, notes);
        String kind = CrashFingerprint.of(failure).kind();
        assertThat(CrashKind.of(captured)).isEqualTo(kind);
        ShortReport text = new ShortReport(
                dev.recourse.crash.CrashReport.Source.MANUAL, null, "", null, StackTraceFormatter.of(captured));
        assertThat(ShortReport.parse(text.text())
                        .toReport("20261122T154200.123Z-7f3a9c1e")
                        .kind())
                .isEqualTo(kind);
    }
}
