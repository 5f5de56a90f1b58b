package dev.recourse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WaitingContenderTests {

    /** All at once: each waits for its two seconds. */
    @Test
    void callsWhenRefusedOnceAreRetriedAfterTheWait() throws Exception {
        List<WaitingContender> contenders = Arrays.stream(WaitingContender.values())
                .filter(WaitingContender::isAvailable)
                .toList();
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (WaitingContender contender : contenders) {
            calls.add(contender.calls().apply(refusedOnce()).toCompletableFuture());
        }
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<String> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(Quota.GRANTED);
        }
    }

    private static Supplier<CompletableFuture<String>> refusedOnce() {
        Quota quota = new Quota(1);
        return () -> {
            try {
                return CompletableFuture.completedFuture(quota.take());
            } catch (RuntimeException ex) {
                return CompletableFuture.failedFuture(new Refused());
            }
        };
    }
}
