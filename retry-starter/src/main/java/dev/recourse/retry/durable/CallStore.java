package dev.recourse.retry.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the data of calls, and runs each when it is due. */
public interface CallStore {

    /** Returns the time of day by which calls are due, which is the same for all nodes. */
    Instant now();

    /**
     * Keeps a call, together with what the transaction of this thread changes, if there is one.
     *
     * @param id of the call, which no other has
     * @param due when it is to be run, by the time of {@link #now()}
     * @param now that time as it was just read
     * @throws RuntimeException if it is not kept, or would not be when the transaction ends
     */
    void add(String id, String data, Instant due, Instant now);

    /**
     * Refuses to keep a call first and to make it afterwards, where that would not join the caller's transaction.
     *
     * @param label names the call
     * @throws IllegalStateException if the transaction of this thread belongs to something else
     */
    void checkJoins(String label);

    /** Returns calls that are kept, the parked ones first and then those that are due first; at most so many. */
    List<Entry> entries(int most);

    /** Returns a call, or null if it is not kept. */
    @Nullable
    Entry entry(String id);

    /**
     * Lets a call be run at another time.
     *
     * @param data replaces what was stored; null to keep that
     * @return whether it was there, and not being run
     */
    boolean replace(String id, @Nullable String data, Instant due);

    /** Drops a call; returns whether it was there, and not being run. */
    boolean remove(String id);

    /** Returns how many calls are kept, by the beginning of their ids and their state. */
    Map<String, Map<State, Long>> counts();

    /** Returns after how long a call is taken over at the latest of which the node has died, null if none ever is. */
    @Nullable
    Duration takeover();

    /** What a call waits for. */
    enum State {
        /** Its time. */
        WAITING,
        /** The end of its attempt. */
        RUNNING,
        /** Somebody who decides about it. */
        PARKED
    }

    /**
     * A call that is kept.
     *
     * @param data null where it cannot be read
     */
    record Entry(String id, @Nullable String data, Instant due, State state) {}
}
