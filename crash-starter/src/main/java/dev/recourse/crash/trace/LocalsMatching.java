package dev.recourse.crash.trace;

import dev.recourse.crash.locals.RecordedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds for each frame of a trace what was recorded when the exception left it.
 *
 * <p>Both are innermost first. The trace has frames more that are not recorded, those of libraries. The records may have
 * some more too: a method that catches an exception and throws it again is recorded where it was caught, and where it
 * was thrown again. What belongs together is the longest common subsequence of both, by class, method and line.
 */
final class LocalsMatching {

    /** Far more than a JVM puts into a trace, unless it is told to. */
    private static final int MOST = 2048;

    private static final int NONE = -1;

    private final List<RecordedFrame> records;

    private final List<LineRanges> lines;

    private final StackTraceElement[] trace;

    /** Indices of the frames whose methods have records. */
    private final int[] candidates;

    private LocalsMatching(List<RecordedFrame> records, StackTraceElement[] trace) {
        this.records = records;
        this.lines =
                records.stream().map(record -> LineRanges.parse(record.lines())).toList();
        this.trace = trace;
        this.candidates = candidates();
    }

    /** Returns the variables of each frame of the trace. */
    static List<Map<String, String>> match(List<RecordedFrame> records, StackTraceElement[] trace) {
        LocalsMatching matching = new LocalsMatching(records, trace);
        int[] recordOf = matching.byLine();
        matching.fillByMethod(recordOf);
        List<Map<String, String>> locals = new ArrayList<>(Collections.nCopies(trace.length, Map.of()));
        for (int i = 0; i < recordOf.length; i++) {
            if (recordOf[i] != NONE) {
                locals.set(matching.candidates[i], records.get(recordOf[i]).locals());
            }
        }
        return locals;
    }

    private int[] candidates() {
        Set<List<String>> methods = new HashSet<>();
        records.forEach(record -> methods.add(List.of(record.className(), record.methodName())));
        int[] found = new int[Math.min(trace.length, MOST)];
        int count = 0;
        for (int i = 0; i < trace.length && count < found.length; i++) {
            if (trace[i] != null && methods.contains(List.of(trace[i].getClassName(), trace[i].getMethodName()))) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Returns the record of each candidate; of equally long subsequences, that of the innermost records. */
    private int[] byLine() {
        short[][] lengths = lengths();
        int[] recordOf = new int[candidates.length];
        Arrays.fill(recordOf, NONE);
        int record = 0;
        int frame = 0;
        while (record < records.size() && frame < candidates.length) {
            if (isSame(record, frame) && lengths[record][frame] == lengths[record + 1][frame + 1] + 1) {
                recordOf[frame++] = record++;
            } else if (lengths[record][frame] == lengths[record + 1][frame]) {
                record++;
            } else {
                frame++;
            }
        }
        return recordOf;
    }

    /** Returns the length of the longest common subsequence that begins at each record and each candidate. */
    private short[][] lengths() {
        short[][] lengths = new short[records.size() + 1][candidates.length + 1];
        for (int record = records.size() - 1; record >= 0; record--) {
            for (int frame = candidates.length - 1; frame >= 0; frame--) {
                int with = isSame(record, frame) ? lengths[record + 1][frame + 1] + 1 : 0;
                int without = Math.max(lengths[record + 1][frame], lengths[record][frame + 1]);
                lengths[record][frame] = (short) Math.max(with, without);
            }
        }
        return lengths;
    }

    /** Gives a frame that has nothing a record of its method between those of its neighbours: it was thrown again, and recorded only then. */
    private void fillByMethod(int[] recordOf) {
        int next = 0;
        for (int frame = 0; frame < recordOf.length; frame++) {
            if (recordOf[frame] == NONE) {
                recordOf[frame] = between(next, end(recordOf, frame), frame);
            }
            if (recordOf[frame] != NONE) {
                next = afterSameMethod(recordOf[frame]);
            }
        }
    }

    private int between(int first, int end, int frame) {
        for (int record = first; record < end; record++) {
            if (isSameMethod(record, frame)) {
                return record;
            }
        }
        return NONE;
    }

    private int end(int[] recordOf, int frame) {
        for (int later = frame + 1; later < recordOf.length; later++) {
            if (recordOf[later] != NONE) {
                return recordOf[later];
            }
        }
        return records.size();
    }

    /** Passes over further records of the method: they may be of the same call. */
    private int afterSameMethod(int record) {
        int next = record + 1;
        while (next < records.size()
                && records.get(next).className().equals(records.get(record).className())
                && records.get(next).methodName().equals(records.get(record).methodName())) {
            next++;
        }
        return next;
    }

    private boolean isSame(int record, int frame) {
        return isSameMethod(record, frame) && lines.get(record).mayContain(trace[candidates[frame]].getLineNumber());
    }

    private boolean isSameMethod(int record, int frame) {
        StackTraceElement element = trace[candidates[frame]];
        return records.get(record).methodName().equals(element.getMethodName())
                && records.get(record).className().equals(element.getClassName());
    }
}
