package dev.recourse.crash.locals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Records a frame before there is a need to, so that no class is loaded where the stack has just overflown. */
final class Rehearsal {

    private static boolean done;

    private Rehearsal() {}

    static synchronized void start(RenderingThreads threads) {
        if (!done) {
            done = true;
            Thread thread = new Thread(null, () -> run(threads), "recourse-crash-rehearsal", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void run(RenderingThreads threads) {
        Recorder recorder = new Recorder(System::nanoTime, threads);
        recorder.renderWith((name, value) -> name + value);
        MethodType type = MethodType.methodType(void.class, Throwable.class, int.class, long.class, Object.class);
        MethodHandle handle = new RecordingSite(recorder, "", "", "", Variable.parse("a;b;c")).handle(type);
        try {
            handle.invoke(new Throwable(), 1, 2L, new Object());
        } catch (Throwable ex) {
            // it is only a rehearsal
        }
    }
}
