package dev.recourse.crash.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.capture.CrashFingerprint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashDeduplicatorTests {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final CrashDeduplicator repeats = new CrashDeduplicator(Duration.ofMinutes(1));

    private static CrashFingerprint kind(String type) {
        return new CrashFingerprint(type);
    }

    @Test
    void repeatOfWhenFirstOfItsKindIsNull() {
        assertThat(repeats.repeatOf(kind("A"), "1", 0)).isNull();
        assertThat(repeats.repeatOf(kind("B"), "2", 0)).isNull();
        assertThat(repeats.hasPending()).isFalse();
    }

    @Test
    void repeatOfWhenSameWithinIntervalIsTheFirstAndCounted() {
        repeats.repeatOf(kind("A"), "1", 0);
        assertThat(repeats.repeatOf(kind("A"), "2", MINUTE - 1)).isEqualTo("1");
        assertThat(repeats.repeatOf(kind("A"), "3", MINUTE - 1)).isEqualTo("1");
        assertThat(repeats.pending()).containsEntry("1", 2);
    }

    @Test
    void repeatOfWhenIntervalIsOverIsNullAndTheOldCountStays() {
        repeats.repeatOf(kind("A"), "1", 0);
        repeats.repeatOf(kind("A"), "2", 1);
        assertThat(repeats.repeatOf(kind("A"), "3", MINUTE)).isNull();
        assertThat(repeats.repeatOf(kind("A"), "4", MINUTE)).isEqualTo("3");
        assertThat(repeats.pending()).containsEntry("1", 1).containsEntry("3", 1);
    }

    @Test
    void toldWhenMoreCameMeanwhileLeavesThemToTell() {
        repeats.repeatOf(kind("A"), "1", 0);
        repeats.repeatOf(kind("A"), "2", 1);
        repeats.repeatOf(kind("A"), "3", 1);
        repeats.flushed("1", 1);
        assertThat(repeats.pending()).containsEntry("1", 2);
        repeats.flushed("1", 2);
        assertThat(repeats.hasPending()).isFalse();
    }

    @Test
    void repeatOfWhenKindsAreWithoutNumberForgetsTheOldest() {
        for (int i = 0; i < 2000; i++) {
            repeats.repeatOf(kind("A" + i), String.valueOf(i), 0);
        }
        assertThat(repeats.repeatOf(kind("A0"), "new", 0)).isNull();
        assertThat(repeats.repeatOf(kind("A1999"), "new", 0)).isEqualTo("1999");
    }
}
