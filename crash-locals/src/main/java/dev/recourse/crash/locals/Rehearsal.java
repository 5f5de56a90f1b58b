package dev.recourse.crash.locals;

import java.util.List;

/** Records a frame before there is a need to: classes that are loaded on the way take longer than a value may, and more stack than may be left. */
final class Rehearsal {

    private static boolean done;

    private Rehearsal() {}

    static synchronized void start(RenderingThreads threads, LocalsRenderer renderer) {
        if (!done) {
            done = true;
            new OwnThread(() -> run(threads, renderer), "recourse-crash-rehearsal").start();
        }
    }

    private static void run(RenderingThreads threads, LocalsRenderer renderer) {
        Gates gates = new Gates(Later::run);
        Recorder recorder = new Recorder(System::nanoTime, threads, gates);
        recorder.renderWith(renderer);
        Throwable failure = new Throwable();
        StackTraceElement here = failure.getStackTrace()[0];
        String place = String.join(
                "/", here.getClassName(), here.getMethodName(), String.valueOf(here.getLineNumber()), "c", "", "a;b;c");
        RecordingSite site = recorder.wanted(place, failure);
        if (site != null) {
            recorder.record(site, failure, 1, new Rehearsal(), List.of("text", new Rehearsal()));
            recorder.recorded(failure);
            gates.closeBusy(site);
        }
    }
}
