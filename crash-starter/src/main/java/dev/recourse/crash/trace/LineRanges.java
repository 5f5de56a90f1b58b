package dev.recourse.crash.trace;

import java.util.ArrayList;
import java.util.List;

/** A set of line numbers: {@code 12-14,17}. */
record LineRanges(List<int[]> ranges) {

    static LineRanges parse(String text) {
        List<int[]> ranges = new ArrayList<>();
        for (String range : text.isEmpty() ? new String[0] : text.split(",")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            ranges.add(new int[] {first, dash < 0 ? first : Integer.parseInt(range.substring(dash + 1))});
        }
        return new LineRanges(ranges);
    }

    /** Returns whether a line may be one of these; what is not known may be. */
    boolean mayContain(int line) {
        if (line < 0 || ranges.isEmpty()) {
            return true;
        }
        // no stream: of a deep recursion, each record is compared with each frame
        for (int[] range : ranges) {
            if (range[0] <= line && line <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
