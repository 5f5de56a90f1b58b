package dev.recourse.retry.client;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.settings.Settings;
import java.time.temporal.ChronoUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Says when a cooldown begins and ends, and what calls get meanwhile. */
final class CooldownLogger {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final Settings settings;
    private final String name;

    /** @param scoped whether it is that of a scope, whose name may be a secret */
    CooldownLogger(Settings settings, boolean scoped) {
        this.settings = settings;
        this.name = (scoped ? "a scope of client " : "client ") + settings.client();
    }

    void began(Cooldown.Period period) {
        boolean tooLong = period.length().compareTo(settings.maxWait()) > 0;
        String text = "Cooldown of " + name + " for " + Text.of(period.length()) + ", until "
                + period.until().truncatedTo(ChronoUnit.MILLIS) + ", because of "
                + Text.of(settings.reader().read(period.failure())) + ": ";
        if (tooLong) {
            log.warn(text + "it is longer than max-wait (" + Text.of(settings.maxWait())
                    + "), so calls get a RetryLaterException meanwhile. To lift it, send DELETE to"
                    + " /actuator/retryonstatus/" + settings.client());
        } else {
            log.info(text
                    + (settings.handOff() == HandOff.ALWAYS
                            ? "calls get a RetryLaterException meanwhile"
                            : "calls wait meanwhile"));
        }
    }

    void rejected(Cooldown.Period period, String label) {
        if (period.countRejection() == 1) {
            log.info(label + " is not called before " + period.until().truncatedTo(ChronoUnit.MILLIS)
                    + " and gets a RetryLaterException: cooldown of " + name + ". Further ones are counted");
        }
    }

    void lifted() {
        log.info("Cooldown of " + name + " is lifted");
    }

    void ended(Cooldown.Period period) {
        int rejections = period.rejections();
        log.info("Cooldown of " + name + " is over"
                + (rejections == 0
                        ? ""
                        : ", " + rejections + (rejections == 1 ? " call" : " calls") + " got a RetryLaterException"));
    }
}
