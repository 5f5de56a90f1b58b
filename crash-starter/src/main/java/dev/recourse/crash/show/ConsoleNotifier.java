package dev.recourse.crash.show;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import java.io.PrintStream;

/** Says on the console what happened, where the report is, and whether it was sent. */
public final class ConsoleNotifier implements CrashNotifier {

    private static final int LONGEST_MESSAGE = 200;

    private final PrintStream out;

    public ConsoleNotifier(PrintStream out) {
        this.out = out;
    }

    @Override
    public void crashed(CrashNotice notice) {
        String message = notice.message().lines().findFirst().orElse("");
        String end = message.length() > LONGEST_MESSAGE ? "..." : "";
        String text = "[crash] " + message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)) + end
                + System.lineSeparator()
                + "[crash] report " + notice.id() + (notice.delivered() ? ", sent" : ", waits to be sent")
                + System.lineSeparator()
                + "[crash] " + notice.file();
        out.println(text);
    }
}
