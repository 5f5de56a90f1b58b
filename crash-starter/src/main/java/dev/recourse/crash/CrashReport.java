package dev.recourse.crash;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One crash, rendered and redacted: strings and numbers only.
 *
 * <p>Make one with {@link #builder} or {@link #toBuilder}. The constructor gets a parameter more with each part that the format gets.
 *
 * @param id names the report everywhere
 * @param version of the format, {@link #VERSION} for a report of this release
 * @param source what set it off
 * @param time of the crash
 * @param kind the same for crashes that count as the same; null where an earlier release wrote the report
 * @param application which crashed; null where only the short report was left
 * @param thread in which it happened
 * @param exceptions the failure and its causes, outermost first
 * @param repeats how often the same crash happened again before another report was due
 * @param delivery how far it got
 * @param context sections by name
 * @param system on which it ran; null where only the short report was left
 * @param threads all threads, where wanted
 * @param deadlocks a line for each thread that waits in one
 * @param log last lines of the log, oldest first
 * @param notes what could not be had, and why
 * @param comment what the user was doing, in their words; null where they did not say
 * @since 0.1
 */
public record CrashReport(
        String id,
        int version,
        Source source,
        Instant time,
        @Nullable String kind,
        @Nullable Application application,
        CrashedThread thread,
        List<Failure> exceptions,
        int repeats,
        DeliveryStatus delivery,
        Map<String, Section> context,
        @Nullable SystemInfo system,
        List<ThreadDump> threads,
        List<String> deadlocks,
        List<String> log,
        List<String> notes,
        @Nullable String comment) {

    /** The format's version. */
    public static final int VERSION = 1;

    public CrashReport {
        exceptions = List.copyOf(exceptions);
        context = copyOf(context);
        threads = List.copyOf(threads);
        deadlocks = List.copyOf(deadlocks);
        log = List.copyOf(log);
        notes = List.copyOf(notes);
    }

    /** What set a report off. */
    public enum Source {
        /** An exception that a thread died of. */
        UNCAUGHT,
        /** An application that could not start. */
        STARTUP,
        /** A scheduled method. */
        SCHEDULED,
        /** An asynchronous method or a task of an executor. */
        ASYNC,
        /** An error that a reactive pipeline had no place for. */
        REACTOR,
        /** {@link CrashReporter}. */
        MANUAL
    }

    /**
     * The application.
     *
     * @param name as {@code spring.application.name} says
     * @param version of the build information, else as {@code spring.application.version} says
     * @param git abbreviated commit, where the build wrote it down
     * @param profiles that were active
     * @param pid of the process
     * @param host name of the machine
     * @param uptime of the process
     * @param release as Sentry names it
     * @param environment as Sentry names it
     * @param sentry what else Sentry is told about a process; null where Sentry is not used
     */
    public record Application(
            @Nullable String name,
            @Nullable String version,
            @Nullable String git,
            List<String> profiles,
            long pid,
            @Nullable String host,
            Duration uptime,
            @Nullable String release,
            @Nullable String environment,
            @Nullable SentryInfo sentry) {

        /** An application of which nothing is known. */
        public static final Application UNKNOWN = new Application(null, null, null, List.of(), 0, null, Duration.ZERO);

        public Application {
            profiles = List.copyOf(profiles);
        }

        /**
         * Creates an application of which Sentry was told nothing.
         *
         * @param name as {@code spring.application.name} says
         * @param version of the build information, else as {@code spring.application.version} says
         * @param git abbreviated commit, where the build wrote it down
         * @param profiles that were active
         * @param pid of the process
         * @param host name of the machine
         * @param uptime of the process
         */
        public Application(
                @Nullable String name,
                @Nullable String version,
                @Nullable String git,
                List<String> profiles,
                long pid,
                @Nullable String host,
                Duration uptime) {
            this(name, version, git, profiles, pid, host, uptime, null, null, null);
        }

        /**
         * {@return this application with another name}
         *
         * @param changed the name
         */
        public Application withName(@Nullable String changed) {
            return new Application(changed, version, git, profiles, pid, host, uptime, release, environment, sentry);
        }

        /**
         * {@return this application as Sentry knows it}
         *
         * @param changedRelease the release
         * @param changedEnvironment the environment
         * @param changed what else Sentry is told
         */
        public Application withSentry(
                @Nullable String changedRelease, @Nullable String changedEnvironment, @Nullable SentryInfo changed) {
            return new Application(
                    name, version, git, profiles, pid, host, uptime, changedRelease, changedEnvironment, changed);
        }
    }

    /**
     * What Sentry is told about a process, besides release and environment.
     *
     * @param dist distribution of the release
     * @param server name of the server
     * @param project where reports go: host and project id of the DSN, such as {@code o1.ingest.sentry.io/42}, never its key
     * @param tags of every event
     */
    public record SentryInfo(
            @Nullable String dist,
            @Nullable String server,
            @Nullable String project,
            Map<String, String> tags) {

        public SentryInfo {
            tags = copyOf(tags);
        }
    }

    /**
     * The thread in which it happened.
     *
     * @param name of the thread
     * @param id of the thread
     * @param state as {@link Thread.State} names it
     * @param virtual whether it is a virtual thread
     */
    public record CrashedThread(String name, long id, String state, boolean virtual) {}

    /**
     * One exception; its cause is the next of the list that it is in.
     *
     * @param type binary name of the class
     * @param message without secrets
     * @param frames of its trace, innermost first
     * @param suppressed each with its causes behind it
     */
    public record Failure(String type, @Nullable String message, List<Frame> frames, List<List<Failure>> suppressed) {

        public Failure {
            frames = List.copyOf(frames);
            suppressed = suppressed.stream().map(List::copyOf).toList();
        }

        /**
         * {@return this exception with other frames}
         *
         * @param changed the frames
         */
        public Failure withFrames(List<Frame> changed) {
            return new Failure(type, message, changed, suppressed);
        }

        /**
         * {@return this exception with other suppressed ones}
         *
         * @param changed each with its causes behind it
         */
        public Failure withSuppressed(List<List<Failure>> changed) {
            return new Failure(type, message, frames, changed);
        }
    }

    /**
     * One frame of a stack trace, innermost first in its list.
     *
     * @param className binary name
     * @param method name of the method
     * @param file name of the source file, null where unknown
     * @param line number, negative where unknown
     * @param inApp whether the class is the application's own
     * @param locals local variables, name to rendered value
     */
    public record Frame(
            String className,
            String method,
            @Nullable String file,
            int line,
            boolean inApp,
            Map<String, String> locals) {

        public Frame {
            locals = copyOf(locals);
        }

        /** {@return this frame without its local variables} */
        public Frame withoutLocals() {
            return locals.isEmpty() ? this : new Frame(className, method, file, line, inApp, Map.of());
        }
    }

    /**
     * How far a report got.
     *
     * @param state where it is on its way
     * @param tries to send it
     * @param lastTry time of the last one, null before the first
     * @param answer of the last try, in words
     * @param deliveredTo senders that have delivered it
     * @param consent whether the user has agreed to send this report
     */
    public record DeliveryStatus(
            State state,
            int tries,
            @Nullable Instant lastTry,
            @Nullable String answer,
            List<String> deliveredTo,
            boolean consent) {

        /** Status of a report that nobody has tried to send. */
        public static final DeliveryStatus NEW = new DeliveryStatus(State.PENDING, 0, null, null, List.of());

        public DeliveryStatus {
            deliveredTo = List.copyOf(deliveredTo);
        }

        /**
         * Creates the status of a report to whose sending the user was not asked to agree.
         *
         * @param state where it is on its way
         * @param tries to send it
         * @param lastTry time of the last one, null before the first
         * @param answer of the last try, in words
         * @param deliveredTo senders that have delivered it
         */
        public DeliveryStatus(
                State state, int tries, @Nullable Instant lastTry, @Nullable String answer, List<String> deliveredTo) {
            this(state, tries, lastTry, answer, deliveredTo, false);
        }

        /**
         * {@return this status with another state}
         *
         * @param changed the state
         */
        public DeliveryStatus withState(State changed) {
            return new DeliveryStatus(changed, tries, lastTry, answer, deliveredTo, consent);
        }

        /** {@return this status with the user's consent} */
        public DeliveryStatus withConsent() {
            return new DeliveryStatus(state, tries, lastTry, answer, deliveredTo, true);
        }

        /**
         * {@return the status of a report that waits again, but for these senders}
         *
         * @param allButThese senders that have delivered it
         */
        public DeliveryStatus pendingFor(List<String> allButThese) {
            return new DeliveryStatus(State.PENDING, tries, lastTry, answer, allButThese, consent);
        }

        /**
         * {@return the status of a report that will never be sent, for this reason}
         *
         * @param reason in words
         */
        public DeliveryStatus refused(String reason) {
            return new DeliveryStatus(State.REFUSED, tries, lastTry, reason, deliveredTo, false);
        }

        /** Where a report is on its way. */
        public enum State {
            /** Waits to be sent. */
            PENDING,
            /** Taken by every sender, or refused by some and taken by the others. */
            DELIVERED,
            /** Will never be taken; kept, and not sent again. */
            REFUSED
        }
    }

    /**
     * What one provider told.
     *
     * @param values rendered and redacted, by their names
     * @param error why there is no fresh value, if so
     * @param stale whether the values are those of an earlier crash
     */
    public record Section(
            Map<String, String> values, @Nullable String error, boolean stale) {

        public Section {
            values = copyOf(values);
        }

        /**
         * {@return a section of fresh values}
         *
         * @param values rendered and redacted, by their names
         */
        public static Section of(Map<String, String> values) {
            return new Section(values, null, false);
        }

        /**
         * {@return a section that has no value to show}
         *
         * @param error why there is no value
         */
        public static Section failed(String error) {
            return new Section(Map.of(), error, false);
        }
    }

    /**
     * The machine and the virtual machine.
     *
     * @param java version, vendor, command and arguments
     * @param os name, version, architecture, processors and load
     * @param memory of the heap and outside of it, in bytes
     * @param disk space where the working directory is, in bytes
     * @param locale as a language tag
     * @param timezone as its id
     */
    public record SystemInfo(
            Map<String, String> java,
            Map<String, String> os,
            Map<String, String> memory,
            Map<String, String> disk,
            String locale,
            String timezone) {

        public SystemInfo {
            java = copyOf(java);
            os = copyOf(os);
            memory = copyOf(memory);
            disk = copyOf(disk);
        }
    }

    /**
     * A thread at the time of the crash.
     *
     * @param name of the thread
     * @param state as {@link Thread.State} names it
     * @param frames as a stack trace prints them, innermost first
     */
    public record ThreadDump(String name, String state, List<String> frames) {

        public ThreadDump {
            frames = List.copyOf(frames);
        }
    }

    /** {@return the exception to name the crash by: the outermost, except for what reflection, and so Boot's launcher, puts around it} */
    public Failure failure() {
        Failure outermost = exceptions.get(0);
        boolean wrapper = exceptions.size() > 1 && outermost.type().equals(InvocationTargetException.class.getName());
        return wrapper ? exceptions.get(1) : outermost;
    }

    /**
     * {@return this report with another delivery status}
     *
     * @param changed the status
     */
    public CrashReport with(DeliveryStatus changed) {
        return toBuilder().delivery(changed).build();
    }

    /**
     * {@return this report with another number of repeats}
     *
     * @param changed the number
     */
    public CrashReport withRepeats(int changed) {
        return toBuilder().repeats(changed).build();
    }

    /**
     * {@return a builder for a new report; what it is not told is empty, zero or null}
     *
     * @param id names the report everywhere
     * @param source what set it off
     * @param time of the crash
     * @param exceptions the failure and its causes, outermost first
     */
    public static CrashReportBuilder builder(String id, Source source, Instant time, List<Failure> exceptions) {
        return new CrashReportBuilder(id, source, time, exceptions);
    }

    /** {@return a builder that begins with the parts of this report} */
    public CrashReportBuilder toBuilder() {
        return builder(id, source, time, exceptions)
                .version(version)
                .kind(kind)
                .application(application)
                .thread(thread)
                .repeats(repeats)
                .delivery(delivery)
                .context(context)
                .system(system)
                .threads(threads)
                .deadlocks(deadlocks)
                .log(log)
                .notes(notes)
                .comment(comment);
    }

    private static <V> Map<String, V> copyOf(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
