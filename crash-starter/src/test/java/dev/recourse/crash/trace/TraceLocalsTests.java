package dev.recourse.crash.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceLocalsTests {

    private static final StackTraceElement MAIN = new StackTraceElement("a.B", "main", "B.java", 1);

    private static final StackTraceElement CALL = new StackTraceElement("a.B", "call", "B.java", 5);

    private static final StackTraceElement WRAP = new StackTraceElement("a.B", "call", "B.java", 7);

    private static final StackTraceElement FAIL = new StackTraceElement("a.B", "fail", "B.java", 9);

    /** Returns the variables of a trace; those of its frames are named by a text for each, empty for none. */
    private static TraceLocals trace(TraceLocals around, List<String> values, StackTraceElement... frames) {
        List<Map<String, String>> locals = values.stream()
                .map(value -> value.isEmpty() ? Map.<String, String>of() : Map.of("x", value))
                .toList();
        return TraceLocals.of(new Exception(), frames, around, (failure, elements, notes) -> locals, note -> {});
    }

    @Test
    void causeThatWasWrappedHasTheLocalsOfTheFramesInCommon() {
        TraceLocals outer = trace(null, List.of("wrapped", "main"), WRAP, MAIN);
        TraceLocals cause = trace(outer, List.of("fail", "called", ""), FAIL, CALL, MAIN);
        assertThat(cause.at(0)).containsEntry("x", "fail");
        assertThat(cause.at(1)).containsEntry("x", "called");
        assertThat(cause.at(2)).containsEntry("x", "main");
    }

    @Test
    void causeThatWasNeverThrownHasTheLocalsOfTheFramesInCommon() {
        TraceLocals outer = trace(null, List.of("wrapped", "main"), WRAP, MAIN);
        TraceLocals cause = trace(outer, List.of(), WRAP, MAIN);
        assertThat(cause.at(0)).containsEntry("x", "wrapped");
        assertThat(cause.at(1)).containsEntry("x", "main");
    }

    @Test
    void causeOfAnotherThreadHasOnlyItsOwn() {
        TraceLocals outer = trace(null, List.of("main"), MAIN);
        TraceLocals cause = trace(outer, List.of("fail", ""), FAIL, CALL);
        assertThat(cause.at(0)).containsEntry("x", "fail");
        assertThat(cause.at(1)).isEmpty();
    }

    @Test
    void causeKeepsWhatItHasRecordedItself() {
        TraceLocals outer = trace(null, List.of("later"), MAIN);
        assertThat(trace(outer, List.of("first"), MAIN).at(0)).containsEntry("x", "first");
    }
}
