package dev.recourse.samples.quota.timeline;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiElement;
import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.ansi.AnsiStyle;
import org.springframework.stereotype.Component;

/** Prints what happens on the way: a line for each attempt and each wait. */
@Component
public final class Timeline {

    private static final int WIDTH = 80;

    private long start;
    private int attempts;

    Timeline(@Value("${NO_COLOR:}") String noColor) {
        if (!noColor.isEmpty()) {
            AnsiOutput.setEnabled(AnsiOutput.Enabled.NEVER);
        }
    }

    /** Starts the clock. */
    public void begin() {
        print(AnsiStyle.BOLD, "   time  request          answer");
        start = System.nanoTime();
    }

    /** Notes that a call ended without success. */
    public void failed(Exception failure) {
        print(AnsiColor.RED, "         fails: " + failure.getMessage());
    }

    /** Notes that a request may have been processed. */
    public void notSentAgain() {
        print(AnsiColor.CYAN, "         is not sent again: it may have been processed");
    }

    /** Sums up. */
    public void end(int failures) {
        String sum = "%n%d attempts in %s: ".formatted(attempts, seconds(elapsed()));
        if (failures == 0) {
            print(AnsiColor.GREEN, sum + "every call ended as it should");
        } else {
            print(AnsiColor.RED, sum + "calls that failed: " + failures);
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void answered(Duration sent, String request, int status, String said) {
        attempt(status < 400 ? AnsiStyle.NORMAL : AnsiColor.YELLOW, sent, request, status + "  " + said);
    }

    void unanswered(Duration sent, String request, IOException failure) {
        attempt(
                AnsiColor.YELLOW,
                sent,
                request,
                "no answer (" + failure.getClass().getSimpleName() + ")");
    }

    void waiting(String reason) {
        print(AnsiColor.CYAN, "         waits " + reason);
    }

    private void attempt(AnsiElement style, Duration sent, String request, String answer) {
        attempts++;
        print(style, "%7s  %-15s  %s".formatted(seconds(sent), request, answer));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2fs", time.toNanos() / 1e9);
    }

    /** Cuts the line, which a terminal would break. */
    private static void print(AnsiElement style, String line) {
        String text = line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
        System.out.println(AnsiOutput.toString(style, text));
    }
}
