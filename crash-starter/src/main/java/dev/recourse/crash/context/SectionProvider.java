package dev.recourse.crash.context;

import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.render.TimeLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One provider, with its last good answer. */
final class SectionProvider {

    private final String name;

    private final int order;

    private final Callable<?> provider;

    private final SectionRenderer renderer;

    private @Nullable FutureTask<@Nullable Object> running;

    /** Why it was not asked. */
    private @Nullable String notAsked;

    private @Nullable Map<String, String> lastGood;

    SectionProvider(String name, int order, Callable<?> provider, SectionRenderer renderer) {
        this.name = name;
        this.order = order;
        this.provider = provider;
        this.renderer = renderer;
    }

    String name() {
        return name;
    }

    int order() {
        return order;
    }

    /** Starts the provider, unless it still hangs from an earlier crash. */
    void ask() {
        if (running == null || running.isDone()) {
            try {
                running = TimeLimiter.VALUES.begin(() -> SectionRenderer.copy(provider.call()));
                notAsked = null;
            } catch (Throwable ex) {
                running = null;
                notAsked = "not asked: " + ex.getMessage();
            }
        }
    }

    /**
     * Returns its section, fresh or stale, or the reason why there is none.
     *
     * @param rest time that the provider still has
     * @param timeout time that it had from the beginning
     * @param isOver whether the time for rendering is over
     */
    Section answer(Duration rest, Duration timeout, BooleanSupplier isOver) {
        FutureTask<@Nullable Object> asked = running;
        String error;
        try {
            if (asked == null) {
                throw new TimeoutException(notAsked);
            }
            Object content = TimeLimiter.await(asked, System.nanoTime() + rest.toNanos());
            Map<String, String> values = renderer.render(content, isOver);
            lastGood = values;
            return Section.of(values);
        } catch (TimeoutException ex) {
            error = asked == null ? String.valueOf(notAsked) : "no answer in " + timeout.toMillis() + " ms";
        } catch (ExecutionException ex) {
            error = renderer.failure(ex.getCause() == null ? ex : ex.getCause());
        }
        Map<String, String> stale = lastGood;
        return stale == null ? Section.failed(error) : new Section(stale, error, true);
    }
}
