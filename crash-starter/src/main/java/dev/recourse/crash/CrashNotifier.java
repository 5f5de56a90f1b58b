package dev.recourse.crash;

/** Tells a person that the application has crashed. */
@FunctionalInterface
public interface CrashNotifier {

    /** Called once for each stored report, on the hook's thread and within its budget. */
    void crashed(CrashNotice notice);
}
