package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The longest delay of several sources, for servers with several quotas; a source that forbids retries wins. */
record LongestDelay(List<Source> sources) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        DelayResult longest = DelayResult.NONE;
        for (Source source : sources) {
            DelayResult answer = source.answer(failure, context);
            if (answer instanceof DelayResult.Stop) {
                return answer;
            }
            if (answer instanceof DelayResult.Delay delay) {
                longest = longest instanceof DelayResult.Delay other ? longer(other, delay) : delay;
            }
        }
        return longest;
    }

    @Override
    public @Nullable Duration certain() {
        return sources.stream()
                .map(Source::certain)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public boolean reads(String header, FailedResponse response, Instant reference) {
        return sources.stream().anyMatch(source -> source.reads(header, response, reference));
    }

    private static DelayResult longer(DelayResult.Delay first, DelayResult.Delay second) {
        DelayResult.Delay longer = second.delay().compareTo(first.delay()) > 0 ? second : first;
        return new DelayResult.Delay(
                longer.delay(), longer.kind(), longer.source(), longer(first.requested(), second.requested()));
    }

    private static @Nullable Duration longer(@Nullable Duration first, @Nullable Duration second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.compareTo(second) > 0 ? first : second;
    }
}
