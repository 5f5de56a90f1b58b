package dev.recourse.crash.show;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import java.io.PrintStream;

/** Says on the console what happened, where the report is, and later whether it was sent. */
public final class ConsoleNotifier implements CrashNotifier {

    private static final int LONGEST_MESSAGE = 200;

    private final PrintStream out;

    public ConsoleNotifier(PrintStream out) {
        this.out = out;
    }

    @Override
    public void crashed(CrashNotice notice) {
        print(message(notice), "report " + notice.id() + ", " + state(notice), place(notice));
    }

    private static String state(CrashNotice notice) {
        if (notice.delivered()) {
            return "sent";
        }
        return notice.asks() ? "waits for the user's consent" : notice.waits() ? "waits to be sent" : "kept";
    }

    @Override
    public void delivery(CrashNotice notice) {
        String state =
                notice.delivered() ? "sent, now " + place(notice) : "could not be sent yet, waits for another try";
        print("report " + notice.id() + ", " + state);
    }

    /** In one call, for other threads may print too. */
    private void print(String... lines) {
        StringBuilder block = new StringBuilder();
        for (String line : lines) {
            block.append("[crash] ").append(ConsoleText.line(line)).append(System.lineSeparator());
        }
        out.print(block);
        out.flush();
    }

    private static String message(CrashNotice notice) {
        String line = notice.message().lines().findFirst().orElse("");
        return line.length() <= LONGEST_MESSAGE
                ? line
                : line.substring(
                                0,
                                Character.isHighSurrogate(line.charAt(LONGEST_MESSAGE - 1))
                                        ? LONGEST_MESSAGE - 1
                                        : LONGEST_MESSAGE)
                        + "...";
    }

    private static String place(CrashNotice notice) {
        return notice.page() == null
                ? notice.file().toString()
                : notice.page().toUri().toString();
    }
}
