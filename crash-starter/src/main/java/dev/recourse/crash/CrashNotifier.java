package dev.recourse.crash;

/** Tells a person that the application has crashed. */
@FunctionalInterface
public interface CrashNotifier {

    /** Called once for each stored report that was not made by hand, on a thread of its own and within what is left of the budget. */
    void crashed(CrashNotice notice);
}
