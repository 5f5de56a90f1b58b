package dev.recourse.crash.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.locals.RecordedFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalsMatchingTests {

    private static RecordedFrame record(String method, String lines, Object x) {
        return new RecordedFrame("a.B", method, lines, Map.of("x", x.toString()));
    }

    private static StackTraceElement frame(String method, int line) {
        return new StackTraceElement("a.B", method, "B.java", line);
    }

    /** Returns the value of x in each frame, or a dash. */
    private static List<String> match(List<RecordedFrame> records, StackTraceElement... trace) {
        List<Map<String, String>> locals = LocalsMatching.match(records, trace);
        assertThat(locals).hasSameSizeAs(trace);
        return locals.stream().map(each -> each.getOrDefault("x", "-")).toList();
    }

    @Test
    void matchWhenTraceHasFramesOfLibrariesPassesOverThem() {
        assertThat(match(
                        List.of(record("inner", "3", 1), record("outer", "7-9", 2)),
                        frame("library", 100),
                        frame("inner", 3),
                        frame("library", 100),
                        frame("outer", 8),
                        frame("main", 1)))
                .containsExactly("-", "1", "-", "2", "-");
    }

    @Test
    void matchWhenMethodRecursesKeepsTheOrder() {
        List<RecordedFrame> records = IntStream.range(0, 50)
                .mapToObj(i -> record("f", i == 0 ? "3" : "5", i))
                .toList();
        StackTraceElement[] trace =
                IntStream.range(0, 50).mapToObj(i -> frame("f", i == 0 ? 3 : 5)).toArray(StackTraceElement[]::new);
        assertThat(match(records, trace))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    }

    @Test
    void matchWhenFrameOfARecursionHasNoValuesDoesNotShiftTheOthers() {
        List<RecordedFrame> records =
                List.of(record("f", "5", 1), new RecordedFrame("a.B", "f", "5", Map.of()), record("f", "5", 3));
        assertThat(match(records, frame("f", 5), frame("f", 5), frame("f", 5))).containsExactly("1", "-", "3");
    }

    @Test
    void matchWhenCallIsRecordedAgainAsItThrowsAgainTakesTheFirst() {
        assertThat(match(
                        List.of(record("f", "3-5", 1), record("f", "9", 2), record("g", "20", 3)),
                        frame("f", 4),
                        frame("g", 20)))
                .containsExactly("1", "3");
    }

    @Test
    void matchWhenEachCallOfARecursionIsRecordedTwiceTakesTheFirstOfEach() {
        assertThat(match(
                        List.of(
                                record("f", "3-5", 1),
                                record("f", "9", "again"),
                                record("f", "3-5", 2),
                                record("f", "9", "again"),
                                record("f", "3-5", 3),
                                record("f", "9", "again")),
                        frame("f", 3),
                        frame("f", 5),
                        frame("f", 5),
                        frame("main", 1)))
                .containsExactly("1", "2", "3", "-");
    }

    @Test
    void matchWhenCallIsRecordedOnlyAsItThrowsAgainTakesThat() {
        assertThat(match(
                        List.of(record("inner", "3", 1), record("f", "9", 2), record("g", "20", 3)),
                        frame("inner", 3),
                        frame("f", 4),
                        frame("g", 20)))
                .containsExactly("1", "2", "3");
    }

    @Test
    void matchWhenThrownAgainSomewhereElseLeavesThatOut() {
        assertThat(match(
                        List.of(record("f", "3", 1), record("h", "30", "other"), record("f", "8", "other")),
                        frame("f", 3),
                        frame("g", 20)))
                .containsExactly("1", "-");
    }

    @Test
    void matchWhenLinesAreUnknownGoesByTheMethod() {
        assertThat(match(List.of(record("f", "", 1), record("g", "7", 2)), frame("f", 3), frame("g", -1)))
                .containsExactly("1", "2");
    }

    @Test
    void matchWhenTraceIsEmptyOrHasNullsHasNothing() {
        assertThat(match(List.of(record("f", "3", 1)))).isEmpty();
        assertThat(match(List.of(record("f", "3", 1)), null, frame("f", 3))).containsExactly("-", "1");
    }

    @Test
    void matchWhenConstructorAndLambdaOfTheSameLineTellsThemApart() {
        assertThat(match(
                        List.of(record("lambda$run$0", "3", 1), record("<init>", "3", 2)),
                        frame("lambda$run$0", 3),
                        frame("forEach", 10),
                        frame("<init>", 3)))
                .containsExactly("1", "-", "2");
    }

    @Test
    void matchWhenTraceIsHugeEnds() {
        RecordedFrame[] records = new RecordedFrame[1024];
        Arrays.setAll(records, i -> record("f", "5", i));
        StackTraceElement[] trace = new StackTraceElement[100_000];
        Arrays.setAll(trace, i -> frame("f", 5));
        assertThat(match(List.of(records), trace).subList(1023, 1025)).containsExactly("1023", "-");
    }
}
