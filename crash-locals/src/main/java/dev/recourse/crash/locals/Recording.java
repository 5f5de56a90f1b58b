package dev.recourse.crash.locals;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** The frames that one throwable has left, on the first thread on which it did: those of others are not in its trace. */
final class Recording extends WeakReference<Throwable> {

    /** As many as the JVM puts into a trace. */
    private static final int MAX_FRAMES = 1024;

    private static final int MAX_CHARACTERS = 500_000;

    private final int hash;

    private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());

    private final List<RecordedFrame> frames = new ArrayList<>();

    private int characters;

    private boolean incomplete;

    private boolean ended;

    Recording(Throwable failure, ReferenceQueue<Throwable> gone) {
        super(failure, gone);
        this.hash = System.identityHashCode(failure);
    }

    int hash() {
        return hash;
    }

    boolean isOfCurrentThread() {
        return thread.refersTo(Thread.currentThread());
    }

    synchronized boolean hasRoom() {
        return frames.size() < MAX_FRAMES && characters < MAX_CHARACTERS;
    }

    /** Adds a frame, if there is room and it has not ended; returns by how many characters the recording has grown. */
    synchronized int add(RecordedFrame frame) {
        if (ended || frames.size() == MAX_FRAMES) {
            return 0;
        }
        frames.add(frame);
        int added = frame.locals().values().stream().mapToInt(String::length).sum();
        characters += added;
        return added;
    }

    synchronized void incomplete() {
        incomplete = true;
    }

    synchronized boolean isIncomplete() {
        return incomplete;
    }

    /** Takes nothing more from now on; returns by how many characters the recording has grown in all. */
    synchronized int end() {
        ended = true;
        return characters;
    }

    synchronized List<RecordedFrame> frames() {
        return List.copyOf(frames);
    }
}
