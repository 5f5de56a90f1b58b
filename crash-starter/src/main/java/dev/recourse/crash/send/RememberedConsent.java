package dev.recourse.crash.send;

import dev.recourse.crash.CrashFeedback.Consent;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Keeps the user's choice in the preferences of the operating system's user, one for each application. */
public final class RememberedConsent {

    private static final String ROOT = "dev/recourse/crash/";

    private static final String UNNAMED = "application";

    private static final String KEY = "consent";

    private static final Log logger = LogFactory.getLog(RememberedConsent.class);

    private final Supplier<Preferences> root;

    private final Supplier<@Nullable String> application;

    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Creates it.
     *
     * @param root of the user's preferences
     * @param application its name, which may become known later
     */
    public RememberedConsent(Supplier<Preferences> root, Supplier<@Nullable String> application) {
        this.root = root;
        this.application = application;
    }

    /** Returns the choice; {@link Consent#ASK} where there is none, or none that can be read. */
    Consent read() {
        try {
            Preferences node = node();
            takeOverOthers(node);
            return Consent.valueOf(node.get(KEY, Consent.ASK.name()).toUpperCase(Locale.ROOT));
        } catch (RuntimeException | LinkageError ex) {
            warn("read", ex);
            return Consent.ASK;
        }
    }

    private void takeOverOthers(Preferences node) {
        try {
            node.sync();
        } catch (BackingStoreException ex) {
            warn("read", ex);
        }
    }

    void write(Consent choice) {
        try {
            Preferences node = node();
            if (choice == Consent.ASK) {
                node.remove(KEY);
            } else {
                node.put(KEY, choice.name().toLowerCase(Locale.ROOT));
            }
            node.flush();
        } catch (BackingStoreException | RuntimeException | LinkageError ex) {
            warn("kept", ex);
        }
    }

    private Preferences node() {
        String name = application.get();
        String usable = name == null || name.isBlank() ? UNNAMED : name.replace('/', '_');
        return root.get().node(ROOT + usable.substring(0, Math.min(usable.length(), Preferences.MAX_NAME_LENGTH)));
    }

    private void warn(String what, Throwable failure) {
        if (warned.compareAndSet(false, true)) {
            logger.warn(
                    "The user's choice whether crash reports may be sent cannot be " + what + ": they are asked",
                    failure);
        }
    }
}
