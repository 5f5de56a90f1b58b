package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.trace.FrameLocals;
import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.ScopesAdapter;
import io.sentry.SentryEvent;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives every other event of the application the context and the locals that a crash report has, and drops an event of a throwable
 * that a crash report has brought to Sentry already, as Sentry's own deduplication would.
 *
 * <p>Without the user's consent no event leaves that has an exception, which may be that of a crash, and the others get no context.
 *
 * <p>Where {@code sentry.enable-deduplication} is off, such an event goes out too and is tagged with the report's id.
 * An event that came before the report went out without that tag: there was no id yet.
 */
public final class SentryEventProcessor implements EventProcessor {

    private static final Log logger = LogFactory.getLog(SentryEventProcessor.class);

    private final SentryEventLedger sightings;
    private final Supplier<Map<String, Section>> sections;
    private final FrameLocals locals;
    private final BooleanSupplier consent;

    /**
     * Creates a processor.
     *
     * @param consent whether anything about crashes may leave this machine
     */
    public SentryEventProcessor(
            SentryEventLedger sightings,
            Supplier<Map<String, Section>> sections,
            FrameLocals locals,
            BooleanSupplier consent) {
        this.sightings = sightings;
        this.sections = sections;
        this.locals = locals;
        this.consent = consent;
    }

    @Override
    public @Nullable SentryEvent process(SentryEvent event, Hint hint) {
        if (SentryTransport.reportOf(hint) != null) {
            return event;
        }
        if (!consent.getAsBoolean()) {
            return event.getThrowable() == null && event.getExceptions() == null ? event : null;
        }
        try {
            return theirs(event, hint);
        } catch (Throwable ex) {
            // Newer SDKs drop an event whose processor throws.
            logger.debug("A Sentry event goes out without context", ex);
            return event;
        }
    }

    private @Nullable SentryEvent theirs(SentryEvent event, Hint hint) {
        Throwable failure = event.getThrowable();
        if (failure != null) {
            String report = sightings.theirs(failure, SentryTransport.watch(hint));
            if (report != null && ScopesAdapter.getInstance().getOptions().isEnableDeduplication()) {
                return null;
            }
            if (report != null) {
                event.setTag(SentryEvents.TAG, report);
            }
        }
        SentryContexts.add(event.getContexts(), sections.get());
        if (failure != null) {
            SentryVars.add(event, failure, locals);
        }
        return event;
    }
}
