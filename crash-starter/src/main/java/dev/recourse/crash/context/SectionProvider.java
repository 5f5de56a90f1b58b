package dev.recourse.crash.context;

import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.render.TimeLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One provider, with its last good answer. */
final class SectionProvider {

    private final String name;

    private final int order;

    private final Callable<?> provider;

    private final SectionRenderer renderer;

    private @Nullable FutureTask<Map<String, String>> running;

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
                running = TimeLimiter.start(() -> renderer.render(provider.call()));
            } catch (Throwable ex) {
                running = new FutureTask<>(() -> {
                    throw new IllegalStateException("no thread for it: " + ex);
                });
                running.run();
            }
        }
    }

    /** Returns its section, fresh or stale, or the reason why there is none. */
    Section answer(Duration rest, Duration timeout) {
        FutureTask<Map<String, String>> asked = running;
        String error;
        try {
            if (asked == null) {
                throw new IllegalStateException("not asked");
            }
            Map<String, String> values = TimeLimiter.await(asked, System.nanoTime() + rest.toNanos());
            lastGood = values;
            return Section.of(values);
        } catch (TimeoutException ex) {
            error = "no answer in " + timeout.toMillis() + " ms";
        } catch (ExecutionException ex) {
            error = renderer.failure(ex.getCause() == null ? ex : ex.getCause());
        }
        Map<String, String> stale = lastGood;
        return stale == null ? Section.failed(error) : new Section(stale, error, true);
    }
}
