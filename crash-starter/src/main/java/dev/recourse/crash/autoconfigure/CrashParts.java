package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.capture.AppPackages;
import dev.recourse.crash.capture.ContextSections;
import dev.recourse.crash.capture.FailureCapture;
import dev.recourse.crash.capture.FrameLocals;
import dev.recourse.crash.capture.LiveFailures;
import dev.recourse.crash.capture.LogTail;
import dev.recourse.crash.capture.ReportCapture;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.hook.HookSettings;
import dev.recourse.crash.hook.ReportMaker;
import dev.recourse.crash.hook.UncaughtHandler;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.RenderLimits;
import dev.recourse.crash.render.ValueRenderer;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.show.ConsoleBlock;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.Bounds;
import dev.recourse.crash.store.ReportDirectory;
import java.time.InstantSource;
import java.util.List;

/** The parts that outlive an application context: they are there before the first bean and after the last. */
record CrashParts(
        CrashProperties properties,
        Redactor redactor,
        AppPackages app,
        FrameLocals locals,
        ContextSections context,
        LogTail log,
        ReportCapture capture,
        ReportDirectory directory,
        ReportDelivery delivery,
        LiveFailures live,
        CrashHook hook,
        CrashNotifier notifier,
        OpenContexts open) {

    static CrashParts of(CrashProperties properties) {
        CrashProperties.Redact redact = properties.redact();
        Redactor redactor = new Redactor(redact.keys(), redact.patterns(), redact.personal());
        CrashProperties.Locals limits = properties.locals();
        ValueRenderer values =
                new ValueRenderer(new RenderLimits(limits.maxDepth(), limits.maxItems(), limits.maxLength()), redactor);
        FrameLocals locals =
                limits.enabled() ? FrameLocals.recorded(values, limits.maxVariables()) : FrameLocals.none();
        AppPackages app = new AppPackages();
        ContextSections context = new ContextSections(properties.context().timeout(), values);
        LogTail log = new LogTail(properties.logLines());
        ReportCapture capture = new ReportCapture(redactor, log, properties.threads());
        ReportDirectory directory = new ReportDirectory(
                properties.directory(),
                new Bounds(
                        properties.maxReports(),
                        properties.maxSize().toBytes(),
                        properties.maxAge(),
                        properties.maxReportSize().toBytes()),
                properties.html() ? new ReportPage(redactor)::draw : null);
        ReportDelivery delivery =
                new ReportDelivery(directory, redactor, properties.resend().interval(), InstantSource.system());
        LiveFailures live = new LiveFailures();
        CrashHook hook = new CrashHook(
                new HookSettings(
                        properties.budget(),
                        properties.sentry().longestWait(),
                        properties.sameCrashInterval(),
                        properties.exitCode()),
                new ReportMaker(new FailureCapture(app, redactor, locals), capture, context, redactor, directory),
                directory,
                delivery,
                live);
        CrashNotifier notifier =
                properties.notifyBy() == CrashProperties.Notify.NONE ? notice -> {} : new ConsoleBlock(System.err);
        hook.notifiers(List.of(notifier));
        OpenContexts open = new OpenContexts(hook, delivery);
        return new CrashParts(
                properties,
                redactor,
                app,
                locals,
                context,
                log,
                capture,
                directory,
                delivery,
                live,
                hook,
                notifier,
                open);
    }

    /** Gets ready for crashes. */
    void start() {
        hook.start();
        locals.start();
    }

    /** Ends all that was started. */
    void stop() {
        locals.stop();
        UncaughtHandler.remove(hook);
        hook.stop();
    }
}
