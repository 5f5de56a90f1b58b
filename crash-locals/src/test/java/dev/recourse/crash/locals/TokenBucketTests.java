package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TokenBucketTests {

    private static final long SECOND = 1_000_000_000;

    private final TokenBucket allowance = new TokenBucket(10, 2, 0);

    @Test
    void takeWhenNothingIsLeftWaitsForWhatComesBack() {
        assertThat(allowance.take(25, 0)).isTrue();
        assertThat(allowance.take(1, 0)).isFalse();
        assertThat(allowance.take(1, SECOND / 2)).isFalse();
        assertThat(allowance.take(1, SECOND)).isTrue();
    }

    @Test
    void takeWhenSomeWasGivenBackHasIt() {
        assertThat(allowance.take(20, 0)).isTrue();
        allowance.use(-15, 0);
        assertThat(allowance.take(1, 0)).isTrue();
    }

    @Test
    void takeWhenLittleWasUsedForLongHasNoMoreThanIsSaved() {
        assertThat(allowance.take(20, 100 * SECOND)).isTrue();
        assertThat(allowance.hasRest(100 * SECOND)).isFalse();
    }

    @Test
    void takeByManyAtOnceGivesNoMoreThanThereIs() throws Exception {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(new FutureTask<>(() -> {
                int taken = 0;
                for (int j = 0; j < 1000; j++) {
                    taken += allowance.take(1, 0) ? 1 : 0;
                }
                return taken;
            }));
        }
        tasks.forEach(task -> new Thread(task).start());
        int taken = 0;
        for (FutureTask<Integer> task : tasks) {
            taken += task.get();
        }
        assertThat(taken).isEqualTo(20);
    }
}
