package dev.recourse.crash.locals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** Records a frame before there is a need to: classes that are loaded on the way take longer than a value may, and more stack than may be left. */
final class Rehearsal {

    private static boolean done;

    private Rehearsal() {}

    static synchronized void start(RenderingThreads threads, LocalsRenderer renderer) {
        if (!done) {
            done = true;
            Thread thread = new Thread(null, () -> run(threads, renderer), "recourse-crash-rehearsal", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void run(RenderingThreads threads, LocalsRenderer renderer) {
        Recorder recorder = new Recorder(System::nanoTime, threads);
        recorder.renderWith(renderer);
        MethodType type = MethodType.methodType(void.class, Throwable.class, int.class, long.class, Object.class);
        MethodHandle handle = new RecordingSite(recorder, "", "", "", Variable.parse("a;b;c")).handle(type);
        try {
            handle.invoke(new Throwable(), 1, 2L, List.of("text"));
        } catch (Throwable ex) {
            // it is only a rehearsal
        }
    }
}
