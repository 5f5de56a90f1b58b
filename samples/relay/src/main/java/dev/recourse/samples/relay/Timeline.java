package dev.recourse.samples.relay;

import java.util.Locale;

/** Prints who does what and when, in lines of at most 80 columns. */
final class Timeline {

    private static final int WIDTH = 80;

    private long start = System.nanoTime();

    void begin(String nodes) {
        print(nodes + "; the shop takes 3 orders in 2 seconds");
        print("");
        print("   time  node  order     the shop says");
        start = System.nanoTime();
    }

    void refused(String node, int number, long seconds) {
        line(node, "order " + number, "429  Retry-After: " + seconds);
    }

    void arrived(String node, int number, boolean again) {
        line(node, "order " + number, again ? "201  again, with the same key" : "201");
    }

    void tell(String node, String what) {
        line(node, what, "");
    }

    void end(String sum) {
        print("");
        print(sum);
    }

    private void line(String node, String what, String answer) {
        String seconds = String.format(Locale.ROOT, "%.2fs", (System.nanoTime() - start) / 1e9);
        print("%7s  %-4s  %-8s  %s".formatted(seconds, node, what, answer).stripTrailing());
    }

    private static synchronized void print(String line) {
        System.out.println(line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...");
    }
}
