package dev.recourse.crash;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CrashReport}, part by part.
 *
 * @since 0.1
 */
public final class CrashReportBuilder {

    private final String id;

    private final Source source;

    private final Instant time;

    private int version = CrashReport.VERSION;

    private @Nullable String kind;

    private @Nullable Application application;

    private CrashedThread thread = new CrashedThread("", 0, "", false);

    private List<Failure> exceptions;

    private int repeats;

    private DeliveryStatus delivery = DeliveryStatus.NEW;

    private Map<String, Section> context = Map.of();

    private @Nullable SystemInfo system;

    private List<ThreadDump> threads = List.of();

    private List<String> deadlocks = List.of();

    private List<String> log = List.of();

    private List<String> notes = List.of();

    private @Nullable String comment;

    CrashReportBuilder(String id, Source source, Instant time, List<Failure> exceptions) {
        this.id = id;
        this.source = source;
        this.time = time;
        this.exceptions = exceptions;
    }

    /**
     * Sets the version of the format.
     *
     * @param version 1 or more; {@link CrashReport#VERSION} unless set
     * @return this builder
     */
    public CrashReportBuilder version(int version) {
        this.version = version;
        return this;
    }

    /**
     * Sets what crashes have in common that count as the same.
     *
     * @param kind the same for crashes that count as the same
     * @return this builder
     */
    public CrashReportBuilder kind(@Nullable String kind) {
        this.kind = kind;
        return this;
    }

    /**
     * Sets the application that crashed.
     *
     * @param application null where only the short report was left
     * @return this builder
     */
    public CrashReportBuilder application(@Nullable Application application) {
        this.application = application;
        return this;
    }

    /**
     * Sets the thread in which it happened.
     *
     * @param thread one without a name unless set
     * @return this builder
     */
    public CrashReportBuilder thread(CrashedThread thread) {
        this.thread = thread;
        return this;
    }

    /**
     * Sets the failure and its causes, outermost first.
     *
     * @param exceptions at least one
     * @return this builder
     */
    public CrashReportBuilder exceptions(List<Failure> exceptions) {
        this.exceptions = exceptions;
        return this;
    }

    /**
     * Sets how often the same crash happened again.
     *
     * @param repeats zero or more
     * @return this builder
     */
    public CrashReportBuilder repeats(int repeats) {
        this.repeats = repeats;
        return this;
    }

    /**
     * Sets how far the report got.
     *
     * @param delivery {@link DeliveryStatus#NEW} unless set
     * @return this builder
     */
    public CrashReportBuilder delivery(DeliveryStatus delivery) {
        this.delivery = delivery;
        return this;
    }

    /**
     * Sets the sections by name.
     *
     * @param context sections by name
     * @return this builder
     */
    public CrashReportBuilder context(Map<String, Section> context) {
        this.context = context;
        return this;
    }

    /**
     * Sets the system on which it ran.
     *
     * @param system null where only the short report was left
     * @return this builder
     */
    public CrashReportBuilder system(@Nullable SystemInfo system) {
        this.system = system;
        return this;
    }

    /**
     * Sets all threads.
     *
     * @param threads all that were alive
     * @return this builder
     */
    public CrashReportBuilder threads(List<ThreadDump> threads) {
        this.threads = threads;
        return this;
    }

    /**
     * Sets a line for each thread that waits in a deadlock.
     *
     * @param deadlocks in words
     * @return this builder
     */
    public CrashReportBuilder deadlocks(List<String> deadlocks) {
        this.deadlocks = deadlocks;
        return this;
    }

    /**
     * Sets the last lines of the log, oldest first.
     *
     * @param log oldest first
     * @return this builder
     */
    public CrashReportBuilder log(List<String> log) {
        this.log = log;
        return this;
    }

    /**
     * Sets what could not be had, and why.
     *
     * @param notes in sentences
     * @return this builder
     */
    public CrashReportBuilder notes(List<String> notes) {
        this.notes = notes;
        return this;
    }

    /**
     * Sets what the user was doing, in their words.
     *
     * @param comment null where they did not say
     * @return this builder
     */
    public CrashReportBuilder comment(@Nullable String comment) {
        this.comment = comment;
        return this;
    }

    /** {@return the report} */
    public CrashReport build() {
        return new CrashReport(
                id,
                version,
                source,
                time,
                kind,
                application,
                thread,
                exceptions,
                repeats,
                delivery,
                context,
                system,
                threads,
                deadlocks,
                log,
                notes,
                comment);
    }
}
