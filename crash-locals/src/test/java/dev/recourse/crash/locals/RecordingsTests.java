package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordingsTests {

    @Test
    void recordingsWhenAFrameComesForOneThatWasRemovedKeepTheOthers() {
        Recordings recordings = new Recordings();
        Recording removed = recordings.begin(new Exception());
        List<Exception> later = Stream.generate(Exception::new).limit(500).toList();
        later.forEach(recordings::begin);

        recordings.add(removed, new RecordedFrame("a.B", "m", "", Map.of("x", "x".repeat(2_000_000))));
        recordings.begin(new Exception());

        assertThat(later)
                .filteredOn(failure -> recordings.find(failure) != null)
                .hasSizeGreaterThan(490);
    }
}
