package dev.recourse.crash.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrashKindTests {

    private static Frame frame(String method, int line) {
        return new Frame("a.B", method, "B.java", line, true, Map.of());
    }

    private static String kind(String type, @Nullable String message, Frame... frames) {
        return CrashKind.of(List.of(new Failure(type, message, List.of(frames), List.of())));
    }

    private static String recursion(String type, int depth, Frame... innermost) {
        List<Frame> frames = new ArrayList<>(List.of(innermost));
        for (int i = 0; i < depth; i++) {
            frames.add(frame("even", 1));
            frames.add(frame("odd", 2));
        }
        frames.add(frame("main", 3));
        return CrashKind.of(List.of(new Failure(type, null, frames, List.of())));
    }

    @Test
    void kindIsOfTypesAndFramesNotOfMessages() {
        String kind = kind("a.Boom", "one", frame("c", 1));
        assertThat(kind).matches("[0-9a-f]{16}");
        assertThat(kind("a.Boom", "two", frame("c", 1))).isEqualTo(kind);
        assertThat(kind("a.Other", "one", frame("c", 1))).isNotEqualTo(kind);
        assertThat(kind("a.Boom", "one", frame("c", 2))).isNotEqualTo(kind);
        assertThat(kind("a.Boom", "one", frame("d", 1))).isNotEqualTo(kind);
    }

    @Test
    void kindOfACauseCounts() {
        Failure outer = new Failure("a.Outer", null, List.of(frame("c", 1)), List.of());
        Failure cause = new Failure("a.Cause", null, List.of(), List.of());
        assertThat(CrashKind.of(List.of(outer, cause))).isNotEqualTo(CrashKind.of(List.of(outer)));
    }

    @Test
    void kindOfRecursionIsTheSameAtAnyDepth() {
        assertThat(recursion("a.Boom", 300)).isEqualTo(recursion("a.Boom", 3));
    }

    @Test
    void kindOfAnOverflowIsTheSameWhereverTheStackEnded() {
        String kind = recursion("java.lang.StackOverflowError", 500);
        assertThat(recursion("java.lang.StackOverflowError", 400, frame("odd", 2)))
                .isEqualTo(kind);
        assertThat(recursion("java.lang.StackOverflowError", 400, frame("helper", 9)))
                .isEqualTo(kind);
        assertThat(kind(
                        "java.lang.StackOverflowError",
                        null,
                        Collections.nCopies(10, frame("other", 1)).toArray(Frame[]::new)))
                .isNotEqualTo(kind);
    }

    @Test
    void kindWithoutFramesIsOfTheMessageWithoutItsNumbers() {
        String kind = kind("a.Boom", "order 17 failed");
        assertThat(kind("a.Boom", "order 4711 failed")).isEqualTo(kind);
        assertThat(kind("a.Boom", "parcel 17 failed")).isNotEqualTo(kind);
        assertThat(kind("a.Boom", null)).isNotEqualTo(kind);
    }
}
