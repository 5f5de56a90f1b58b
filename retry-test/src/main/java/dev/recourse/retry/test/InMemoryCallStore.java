package dev.recourse.retry.test;

import dev.recourse.retry.durable.CallStore;
import dev.recourse.retry.durable.StoredCallRunner;
import dev.recourse.retry.durable.StoredId;
import dev.recourse.retry.durable.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps durable calls in memory, as the same texts as in a database, and runs them where a test lets time pass. */
final class InMemoryCallStore implements CallStore {

    private static final Instant PARKED = Instant.parse("9999-01-01T00:00:00Z");

    private final VirtualTime time;
    private final Supplier<StoredCallRunner> runner;
    private final Map<String, Entry> calls = new LinkedHashMap<>();

    /** The calls that were run last, as they were before. */
    private final Map<String, Entry> lastRun = new LinkedHashMap<>();

    InMemoryCallStore(VirtualTime time, Supplier<StoredCallRunner> runner) {
        this.time = time;
        this.runner = runner;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void add(String id, String data, Instant due, Instant now) {
        keep(new Entry(id, data, due, State.WAITING));
        CallerTransaction.onRollback(() -> remove(id));
    }

    private synchronized void keep(Entry entry) {
        calls.put(entry.id(), entry);
    }

    @Override
    public void checkJoins(String label) {}

    @Override
    public synchronized List<Entry> entries(int most) {
        return calls.values().stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.state() != State.PARKED)
                        .thenComparing(Entry::due))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized @Nullable Entry entry(String id) {
        return calls.get(id);
    }

    @Override
    public synchronized boolean replace(String id, @Nullable String data, Instant due) {
        Entry known = calls.get(id);
        if (known == null) {
            return false;
        }
        State state = due.equals(PARKED) ? State.PARKED : State.WAITING;
        calls.put(id, new Entry(id, data == null ? known.data() : data, due, state));
        return true;
    }

    @Override
    public synchronized boolean remove(String id) {
        return calls.remove(id) != null;
    }

    @Override
    public synchronized Map<String, Map<State, Long>> counts() {
        Map<String, Map<State, Long>> counts = new HashMap<>();
        calls.values()
                .forEach(entry -> counts.computeIfAbsent(
                                StoredId.prefixOf(entry.id()), absent -> new EnumMap<>(State.class))
                        .merge(entry.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public @Nullable Duration takeover() {
        return null;
    }

    /** Lets time pass, and runs each call when it is due. */
    void pass(Duration duration) {
        lastRun.clear();
        Instant end = now().plus(duration);
        for (Entry next = next(end); next != null; next = next(end)) {
            if (next.due().isAfter(now())) {
                time.pass(Duration.between(now(), next.due()));
            }
            run(next);
        }
        if (end.isAfter(now())) {
            time.pass(Duration.between(now(), end));
        }
    }

    private synchronized @Nullable Entry next(Instant end) {
        return calls.values().stream()
                .filter(entry -> entry.state() == State.WAITING && !entry.due().isAfter(end))
                .min(Comparator.comparing(Entry::due))
                .orElse(null);
    }

    private void run(Entry entry) {
        lastRun.putIfAbsent(entry.id(), entry);
        String data = String.valueOf(entry.data());
        Verdict verdict = runner.get().run(entry.id(), data, entry.due(), now());
        if (verdict instanceof Verdict.Leave leave) {
            replace(entry.id(), null, leave.due());
        } else if (verdict instanceof Verdict.Again again) {
            replace(entry.id(), again.data(), again.due());
        } else if (verdict instanceof Verdict.Park park) {
            replace(entry.id(), park.data(), PARKED);
        } else {
            remove(entry.id());
        }
    }

    /** Puts back the calls that were run last as if nobody had taken note of how they ended. */
    synchronized void crash() {
        calls.putAll(lastRun);
        lastRun.clear();
    }

    synchronized void clear() {
        calls.clear();
        lastRun.clear();
    }
}
