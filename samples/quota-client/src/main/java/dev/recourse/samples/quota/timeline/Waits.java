package dev.recourse.samples.quota.timeline;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts each wait on the time line, in the words in which the starter logs it. */
@Component
final class Waits extends AppenderBase<ILoggingEvent> {

    private static final String DELAY = "next in ";

    private final Timeline timeline;

    Waits(Timeline timeline) {
        this.timeline = timeline;
        ((Logger) LoggerFactory.getLogger("dev.recourse.retry")).addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        int delay = message.indexOf(DELAY);
        if (delay >= 0) {
            timeline.waiting(message.substring(delay + DELAY.length()));
        }
    }
}
