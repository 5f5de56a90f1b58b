package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A response as a test writes it down: one header a line, and a body. */
@SuppressWarnings("ArrayRecordComponent")
record Received(List<String> lines, byte[] body) implements FailedResponse {

    static final Instant NOW = Instant.parse("2023-09-29T16:26:37Z");

    static Received headers(String lines) {
        return new Received(lines.lines().toList(), new byte[0]);
    }

    static Received json(String body) {
        return headers("Content-Type: application/json").withBody(body);
    }

    Received withBody(String body) {
        return new Received(lines, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int status() {
        return 429;
    }

    @Override
    public List<String> header(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    @Override
    public List<String> headerNames() {
        return lines.stream()
                .filter(line -> line.indexOf(':') > 0)
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    Failure failure() {
        return new Failure(new IOException(), this, null);
    }

    static DelayContext at(Instant now) {
        return new DelayContext(1, () -> now, 65_536, new Random(1));
    }
}
