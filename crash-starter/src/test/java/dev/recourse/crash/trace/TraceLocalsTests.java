package dev.recourse.crash.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TraceLocalsTests {

    /** Returns the variables of a trace; those of its frames are named by a text for each, empty for none. */
    private static TraceLocals trace(TraceLocals around, int common, String... values) {
        List<Map<String, String>> locals = Arrays.stream(values)
                .map(value -> value.isEmpty() ? Map.<String, String>of() : Map.of("x", value))
                .toList();
        FrameLocals source = new FrameLocals() {
            @Override
            public List<Map<String, String>> of(Throwable failure, StackTraceElement[] frames, Consumer<String> notes) {
                return locals;
            }

            @Override
            public int framesInCommon(Throwable failure, Throwable outer) {
                return common;
            }
        };
        return TraceLocals.of(new Exception(), new StackTraceElement[values.length], around, source, note -> {});
    }

    @Test
    void causeThatWasWrappedHasTheLocalsOfTheFramesInCommon() {
        TraceLocals outer = trace(null, 0, "wrapped", "main");
        TraceLocals cause = trace(outer, 1, "fail", "called", "");
        assertThat(cause.at(0)).containsEntry("x", "fail");
        assertThat(cause.at(1)).containsEntry("x", "called");
        assertThat(cause.at(2)).containsEntry("x", "main");
    }

    @Test
    void causeWhoseCallsAreNotCertainHasOnlyItsOwn() {
        TraceLocals outer = trace(null, 0, "main");
        TraceLocals cause = trace(outer, 0, "fail", "");
        assertThat(cause.at(0)).containsEntry("x", "fail");
        assertThat(cause.at(1)).isEmpty();
    }

    @Test
    void causeKeepsWhatItHasRecordedItself() {
        TraceLocals outer = trace(null, 0, "later");
        assertThat(trace(outer, 1, "first").at(0)).containsEntry("x", "first");
    }

    @Test
    void causeOfACauseHasTheLocalsOfTheOutermost() {
        TraceLocals outer = trace(null, 0, "wrapped", "main");
        TraceLocals cause = trace(outer, 1, "caught", "");
        assertThat(trace(cause, 1, "fail", "").at(1)).containsEntry("x", "main");
    }
}
