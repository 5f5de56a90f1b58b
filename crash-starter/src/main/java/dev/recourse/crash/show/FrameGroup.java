package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Neighbours in a trace that are shown, or folded, in the same way.
 *
 * @param frames one at least
 */
record FrameGroup(Kind kind, List<Frame> frames) {

    /** Where no frame is the application's own, so many are shown. */
    private static final int FIRST = 8;

    private static final int MAX_NAMES = 3;

    /** How a group is shown. */
    enum Kind {
        /** The application's: with all there is to it. */
        OWN,
        /** A line each. */
        PLAIN,
        /** One line for all. */
        FOLDED,
        /** One line for all, which the exception above has too. */
        COMMON
    }

    /**
     * Returns the groups of a trace.
     *
     * @param above trace of the exception that this one is the cause of, or empty
     */
    static List<FrameGroup> of(List<Frame> frames, List<Frame> above) {
        int own = frames.size() - common(frames, above);
        List<FrameGroup> groups = new ArrayList<>();
        int plain = frames.subList(0, own).stream().anyMatch(FrameGroup::isOwn) ? 1 : FIRST;
        int i = 0;
        while (i < own) {
            int end = i + 1;
            if (!isOwn(frames.get(i)) && i >= plain) {
                while (end < own && !isOwn(frames.get(end))) {
                    end++;
                }
            }
            Kind kind = isOwn(frames.get(i)) ? Kind.OWN : end == i + 1 ? Kind.PLAIN : Kind.FOLDED;
            groups.add(new FrameGroup(kind, frames.subList(i, end)));
            i = end;
        }
        if (own < frames.size()) {
            groups.add(new FrameGroup(Kind.COMMON, frames.subList(own, frames.size())));
        }
        return groups;
    }

    /** Returns what stands for the frames where they are folded. */
    String label() {
        int size = frames.size();
        String count = size == 1 ? "1 frame" : size + " frames";
        return kind == Kind.COMMON ? count + " in common with the exception above" : count + " of " + libraries();
    }

    /** The libraries with the most frames, and whether there are more. */
    private String libraries() {
        Map<String, Long> counts = frames.stream()
                .collect(Collectors.groupingBy(
                        frame -> library(frame.className()), TreeMap::new, Collectors.counting()));
        String names = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return counts.size() > MAX_NAMES ? names + " and others" : names;
    }

    /** The first two parts of a package's name, or the one of the JDK. */
    private static String library(String className) {
        String[] parts = className.split("\\.", 4);
        boolean jdk = parts[0].matches("java|javax|jdk|sun");
        return parts.length == 1 ? "no package" : jdk || parts.length == 2 ? parts[0] : parts[0] + '.' + parts[1];
    }

    private static boolean isOwn(Frame frame) {
        return frame.inApp() || !frame.locals().isEmpty();
    }

    private static int common(List<Frame> frames, List<Frame> above) {
        int most = Math.min(frames.size(), above.size());
        int common = 0;
        while (common < most && frames.get(frames.size() - 1 - common).equals(above.get(above.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
