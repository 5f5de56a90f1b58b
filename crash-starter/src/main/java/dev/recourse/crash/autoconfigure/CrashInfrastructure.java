package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashFeedback;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.capture.AppPackages;
import dev.recourse.crash.capture.FailureCapture;
import dev.recourse.crash.capture.LogBuffer;
import dev.recourse.crash.capture.ReportCapture;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.desktop.DesktopNotifier;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.hook.HookSettings;
import dev.recourse.crash.hook.ReportMaker;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.RenderLimits;
import dev.recourse.crash.render.ValueRenderer;
import dev.recourse.crash.send.RememberedConsent;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.send.SendConsent;
import dev.recourse.crash.send.UserFeedback;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.FileOperations;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.trace.FrameLocals;
import dev.recourse.crash.trigger.UncaughtHandler;
import dev.recourse.crash.trigger.UnreportedCrashes;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.prefs.Preferences;

/**
 * The parts that outlive an application context: they are there before the first bean and after the last.
 *
 * <p>The bean methods of {@link CrashAutoConfiguration} hand them out one by one, to be injected by their types, with or without a
 * {@code SpringApplication}.
 */
record CrashInfrastructure(
        CrashProperties properties,
        Redactor redactor,
        AppPackages app,
        FrameLocals locals,
        ContextSections context,
        LogBuffer log,
        ReportCapture capture,
        ReportDirectory directory,
        ReportDelivery delivery,
        SendConsent consent,
        UserFeedback feedback,
        ReportedThrowables live,
        CrashHook hook,
        CrashNotifier notifier,
        ActiveContexts open,
        UnreportedCrashes unreported) {

    static CrashInfrastructure of(CrashProperties properties, FileOperations files) {
        CrashProperties.Redact redact = properties.redact();
        Redactor redactor = new Redactor(redact.keys(), redact.patterns(), redact.personal());
        CrashProperties.Locals limits = properties.locals();
        ValueRenderer values =
                new ValueRenderer(new RenderLimits(limits.maxDepth(), limits.maxItems(), limits.maxLength()), redactor);
        FrameLocals locals =
                limits.enabled() ? FrameLocals.recorded(values, limits.maxVariables()) : FrameLocals.none();
        AppPackages app = new AppPackages();
        ContextSections context = new ContextSections(properties.context().timeout(), values);
        LogBuffer log = new LogBuffer(properties.logLines());
        ReportCapture capture = new ReportCapture(redactor, log, properties.threads());
        ReportDirectory directory = new ReportDirectory(
                properties.directory(),
                new StoreLimits(
                        properties.maxReports(),
                        properties.maxSize().toBytes(),
                        properties.maxAge(),
                        properties.maxReportSize().toBytes()),
                properties.html() ? new ReportPage(redactor)::draw : null,
                files,
                capture::owner);
        SendConsent consent =
                switch (properties.consent()) {
                    case GIVEN -> SendConsent.fixed(CrashFeedback.Consent.ALWAYS);
                    case REFUSED -> SendConsent.fixed(CrashFeedback.Consent.NEVER);
                    case ASK ->
                        SendConsent.asked(new RememberedConsent(
                                Preferences::userRoot, () -> capture.owner().name()));
                };
        ReportDelivery delivery = new ReportDelivery(
                directory,
                capture::isOwn,
                consent,
                redactor,
                properties.resend().interval(),
                InstantSource.system());
        ReportedThrowables live = new ReportedThrowables();
        CrashHook hook = new CrashHook(
                new HookSettings(
                        properties.budget(),
                        properties.sentry().longestWait(),
                        properties.sameCrashInterval(),
                        properties.notifyWait(),
                        properties.exitCode()),
                new ReportMaker(new FailureCapture(app, redactor, locals), capture, context, redactor, directory),
                directory,
                delivery,
                live,
                System::nanoTime);
        UserFeedback feedback = new UserFeedback(consent, delivery, redactor);
        CrashNotifier notifier = CrashNotifiers.of(properties, feedback, directory, redactor, capture::owner);
        hook.notifiers(List.of(notifier));
        ActiveContexts open = new ActiveContexts(hook, delivery);
        return new CrashInfrastructure(
                properties,
                redactor,
                app,
                locals,
                context,
                log,
                capture,
                directory,
                delivery,
                consent,
                feedback,
                live,
                hook,
                notifier,
                open,
                new UnreportedCrashes());
    }

    /** Gets ready for crashes. */
    void start() {
        delivery.alsoDo(unreported::checkHandler);
        hook.start();
        locals.start();
    }

    /** Does what would hold up a start. */
    void ready() {
        hook.ready(() -> {
            unreported.ready();
            if (notifier instanceof DesktopNotifier window && delivery.asks()) {
                window.askAboutEarlier(Instant.ofEpochMilli(
                        ManagementFactory.getRuntimeMXBean().getStartTime()));
            }
        });
    }

    /** Ends all that was started. */
    void stop() {
        locals.stop();
        UncaughtHandler.remove(hook);
        hook.stop();
    }
}
