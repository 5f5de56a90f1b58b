package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header by which servers ask to be left alone for a while.
 *
 * @param remaining the header that must not say that quota is left, if there is one
 */
record ServerHeader(
        String name, DelayParser reading, @Nullable String remaining) {

    static ServerHeader delay(String name, DelayParser reading) {
        return new ServerHeader(name, reading, null);
    }

    /** Reads a number of seconds, or the epoch that its size gives away. */
    static @Nullable Duration number(String text, Instant reference) {
        Decimal number = Decimal.parse(text);
        return number == null ? null : DelayUnit.AUTO.read(number, reference);
    }

    /** Reads what RFC 9110 section 10.2.3 allows, with the fractions and epochs that servers send. */
    static @Nullable Duration retryAfter(String text, Instant reference) {
        Duration delay = number(text, reference);
        return delay != null ? delay : ResponseDate.until(HttpDate.parse(text, reference), reference);
    }

    @Nullable
    Duration read(Response response, Instant reference) {
        return isQuotaLeft(response) ? null : reading.longest(response.header(name), reference);
    }

    private boolean isQuotaLeft(Response response) {
        List<Decimal> quotas = remaining == null
                ? List.of()
                : response.header(remaining).stream()
                        .map(line -> Decimal.parse(line.trim()))
                        .filter(quota -> quota != null)
                        .toList();
        return !quotas.isEmpty() && quotas.stream().noneMatch(Decimal::isZero);
    }
}
