package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.List;

/** Writes captured exceptions in the form of a printed stack trace. */
public final class StackTraceFormatter {

    private StackTraceFormatter() {}

    /** Returns the text of an exception and its causes. */
    public static String of(List<Failure> failures) {
        StringBuilder text = new StringBuilder();
        for (Failure failure : failures) {
            text.append(text.isEmpty() ? "" : "Caused by: ")
                    .append(heading(failure))
                    .append('\n');
            for (Frame frame : failure.frames()) {
                text.append("\tat ").append(place(frame)).append('\n');
            }
        }
        return text.toString();
    }

    /** Returns type and message in one. */
    public static String heading(Failure failure) {
        return failure.message() == null ? failure.type() : failure.type() + ": " + failure.message();
    }

    private static String place(Frame frame) {
        String name = frame.className() + '.' + frame.method();
        if (frame.line() == -2) {
            return name + "(Native Method)";
        }
        if (frame.file() == null) {
            return name + "(Unknown Source)";
        }
        return name + '(' + frame.file() + (frame.line() < 0 ? "" : ":" + frame.line()) + ')';
    }
}
