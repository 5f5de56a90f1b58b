package dev.recourse.crash.context;

import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.render.ValueRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Asks the providers, each on a thread of its own and for a limited time. */
public final class ContextSections {

    /** As long as this the sections of one crash are good for the next: in a storm, nobody is asked again. */
    private static final Duration STORM = Duration.ofSeconds(1);

    /** For the values of all sections, beside the time of the providers. */
    private static final Duration RENDERING = Duration.ofSeconds(3);

    private static final int AT_ONCE = 8;

    private final List<SectionProvider> providers = new ArrayList<>();

    private final SectionRenderer renderer;

    private final Duration timeout;

    private final ReentrantLock collecting = new ReentrantLock();

    private volatile @Nullable Map<String, Section> last;

    private long lastTime;

    public ContextSections(Duration timeout, ValueRenderer renderer) {
        this.timeout = timeout;
        this.renderer = new SectionRenderer(renderer);
    }

    /**
     * Adds a provider. Where its section's name is taken, a number is added to it.
     *
     * @param order place among the sections, smallest first
     * @return takes the provider back
     */
    public Runnable add(String name, int order, Callable<?> provider) {
        synchronized (providers) {
            String unique = name;
            for (int i = 2; isTaken(unique); i++) {
                unique = name + "-" + i;
            }
            SectionProvider added = new SectionProvider(unique, order, provider, renderer);
            providers.add(added);
            providers.sort(Comparator.comparingInt(SectionProvider::order));
            return () -> remove(added);
        }
    }

    private void remove(SectionProvider provider) {
        synchronized (providers) {
            providers.remove(provider);
        }
    }

    /** Returns the sections, by name. */
    public Map<String, Section> collect() {
        collecting.lock();
        try {
            return collected();
        } finally {
            collecting.unlock();
        }
    }

    /**
     * Returns the sections; those of the last time, marked stale, while they are being collected. A provider that logs
     * an error, which becomes an event, would else wait for itself.
     */
    public Map<String, Section> collectUnlessBusy() {
        if (collecting.isHeldByCurrentThread() || !collecting.tryLock()) {
            return stale(last);
        }
        try {
            return collected();
        } finally {
            collecting.unlock();
        }
    }

    private Map<String, Section> collected() {
        Map<String, Section> recent = last;
        if (recent != null && System.nanoTime() - lastTime < STORM.toNanos()) {
            return recent;
        }
        List<SectionProvider> asked;
        synchronized (providers) {
            asked = List.copyOf(providers);
        }
        Map<String, Section> sections = new LinkedHashMap<>();
        long end = System.nanoTime() + RENDERING.toNanos() + timeout.toNanos();
        for (int i = 0; i < asked.size(); i += AT_ONCE) {
            List<SectionProvider> some = asked.subList(i, Math.min(asked.size(), i + AT_ONCE));
            some.forEach(SectionProvider::ask);
            long deadline = System.nanoTime() + timeout.toNanos();
            for (SectionProvider provider : some) {
                Duration rest =
                        Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), deadline - System.nanoTime()));
                sections.put(provider.name(), provider.answer(rest, timeout, () -> System.nanoTime() - end > 0));
            }
        }
        last = sections;
        lastTime = System.nanoTime();
        return sections;
    }

    private static Map<String, Section> stale(@Nullable Map<String, Section> sections) {
        Map<String, Section> stale = new LinkedHashMap<>();
        if (sections != null) {
            sections.forEach((name, section) -> stale.put(name, new Section(section.values(), section.error(), true)));
        }
        return stale;
    }

    private boolean isTaken(String name) {
        return providers.stream().anyMatch(provider -> provider.name().equals(name));
    }
}
