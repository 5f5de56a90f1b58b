package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordingsTests {

    private final Recordings recordings = new Recordings(new Refusals());

    private Recording begin(Exception failure) {
        return recordings.begin(failure, failure.getStackTrace());
    }

    @Test
    void recordingsWhenAFrameComesForOneThatWasRemovedKeepTheOthers() {
        Recording removed = begin(new Exception());
        List<Exception> later = Stream.generate(Exception::new).limit(500).toList();
        later.forEach(this::begin);

        recordings.add(removed, Map.of("x", "x".repeat(2_000_000)));
        begin(new Exception());

        assertThat(later)
                .filteredOn(failure -> recordings.find(failure) != null)
                .hasSizeGreaterThan(490);
    }

    /** It may have been kept, and is thrown again by another call: nobody knows any more which frames it has left. */
    @Test
    void recordingThatMadeRoomForOthersIsIncompleteWhenItBeginsAgain() {
        Exception kept = new Exception();
        begin(kept);
        Stream.generate(Exception::new).limit(500).toList().forEach(this::begin);

        assertThat(recordings.find(kept)).isNull();
        assertThat(begin(kept).isIncomplete()).isTrue();
    }

    @Test
    void recordingWhenTheTraceIsANewOneIsForgotten() {
        Exception failure = new Exception();
        Recording first = begin(failure);
        assertThat(begin(failure)).isSameAs(first);

        failure.fillInStackTrace();

        assertThat(begin(failure)).isNotSameAs(first);
    }
}
