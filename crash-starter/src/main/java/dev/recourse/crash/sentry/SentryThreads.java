package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.ThreadDump;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import io.sentry.protocol.SentryThread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A report's threads in Sentry's form: the one that crashed first, whose trace is that of the exception. */
final class SentryThreads {

    private static final Pattern FRAME =
            Pattern.compile("(?:[^/()]*+/)*+([^/()]+)\\.([^.()]+)\\(([^():]*)(?::(\\d{1,9}))?\\)");

    private SentryThreads() {}

    static List<SentryThread> of(CrashReport report) {
        List<SentryThread> threads = new ArrayList<>();
        threads.add(crashed(report.thread()));
        // a report keeps no ids of these, without which Sentry's page cannot tell them apart
        long id = 0;
        boolean found = false;
        for (ThreadDump dump : report.threads()) {
            if (!found && dump.name().equals(report.thread().name())) {
                found = true;
                continue;
            }
            id += id + 1 == report.thread().id() ? 2 : 1;
            threads.add(other(id, dump));
        }
        return threads;
    }

    private static SentryThread crashed(CrashedThread crashed) {
        SentryThread thread = new SentryThread();
        thread.setId(crashed.id());
        thread.setName(crashed.name());
        thread.setState(crashed.state());
        thread.setCrashed(true);
        thread.setCurrent(true);
        return thread;
    }

    private static SentryThread other(long id, ThreadDump dump) {
        SentryThread thread = new SentryThread();
        thread.setId(id);
        thread.setName(dump.name());
        thread.setState(dump.state());
        thread.setCrashed(false);
        thread.setCurrent(false);
        List<SentryStackFrame> frames = new ArrayList<>();
        dump.frames().forEach(text -> frames.add(frame(text)));
        Collections.reverse(frames);
        thread.setStacktrace(new SentryStackTrace(frames));
        return thread;
    }

    private static SentryStackFrame frame(String text) {
        SentryStackFrame frame = new SentryStackFrame();
        Matcher matcher = FRAME.matcher(text);
        if (!matcher.matches()) {
            frame.setFunction(text);
            return frame;
        }
        frame.setModule(matcher.group(1));
        frame.setFunction(matcher.group(2));
        String line = matcher.group(4);
        if (line != null) {
            frame.setFilename(matcher.group(3));
            frame.setLineno(Integer.valueOf(line));
        }
        return frame;
    }
}
