package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.RecordedFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a report shows of an exception of a program in a test: the frames of its classes, with their variables. */
final class Shown {

    private Shown() {}

    /** Returns the variables of each frame of a trace: what was recorded, or what the exception around has in common. */
    static List<Map<String, String>> frames(Throwable failure, Throwable around) {
        StackTraceElement[] trace = failure.getStackTrace();
        List<Map<String, String>> shown = own(failure);
        if (around != null) {
            List<Map<String, String>> outer = own(around);
            int common = LocalsRecorder.framesInCommon(failure, around);
            for (int i = 1; i <= common; i++) {
                if (shown.get(trace.length - i).isEmpty()) {
                    shown.set(trace.length - i, outer.get(outer.size() - i));
                }
            }
        }
        return shown;
    }

    /** Returns a line for each frame of a program's classes: {@code step{round=1}}, or {@code step-} where nothing is shown. */
    static List<String> lines(Throwable failure, Throwable around, String program) {
        StackTraceElement[] trace = failure.getStackTrace();
        List<Map<String, String>> frames = frames(failure, around);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().startsWith(program)) {
                lines.add(trace[i].getMethodName()
                        + (frames.get(i).isEmpty() ? "-" : new TreeMap<>(frames.get(i)).toString()));
            }
        }
        return lines;
    }

    private static List<Map<String, String>> own(Throwable failure) {
        List<Map<String, String>> frames =
                new ArrayList<>(Collections.nCopies(failure.getStackTrace().length, Map.of()));
        for (RecordedFrame frame : LocalsRecorder.recorded(failure)) {
            frames.set(frame.index(), frame.locals());
        }
        return frames;
    }
}
