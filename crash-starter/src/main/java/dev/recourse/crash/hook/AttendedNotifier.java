package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.time.Deadline;

/** A notifier that people answer. A process that a crash ends waits for them. */
public interface AttendedNotifier extends CrashNotifier {

    /** Waits for the answer to what is shown, if anything is; afterwards nothing is shown any more. */
    void awaitAnswer(Deadline deadline);

    /** Waits until what people have answered is handed on. */
    void awaitIdle(Deadline deadline);
}
