package dev.recourse.crash.capture;

import java.time.Instant;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Feeds a buffer from Log4j2's root logger; holds no lock while it formats, which runs the arguments' code. */
final class Log4jBufferAppender extends AbstractAppender {

    private static final String NAME = "recourse-crash";

    private final LogBuffer buffer;

    private Log4jBufferAppender(LogBuffer buffer) {
        super(NAME, null, null, true, Property.EMPTY_ARRAY);
        this.buffer = buffer;
    }

    /** Attaches to Log4j2, in place of an earlier one, and again to each new configuration; does nothing where another library does the logging. */
    static void attach(LogBuffer buffer) {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            Log4jBufferAppender appender = new Log4jBufferAppender(buffer);
            appender.start();
            context.addPropertyChangeListener(change -> {
                if (change.getNewValue() instanceof Configuration changed) {
                    add(appender, changed);
                }
            });
            add(appender, context.getConfiguration());
            context.updateLoggers();
        }
    }

    private static void add(Log4jBufferAppender appender, Configuration configuration) {
        LoggerConfig root = configuration.getRootLogger();
        root.removeAppender(NAME);
        root.addAppender(appender, null, null);
    }

    @Override
    public void append(LogEvent event) {
        Throwable thrown = event.getThrown();
        buffer.add(
                Instant.ofEpochMilli(event.getTimeMillis()),
                event.getLevel(),
                event.getThreadName(),
                event.getLoggerName(),
                event.getMessage().getFormattedMessage(),
                thrown == null ? null : thrown.getClass().getName() + ": " + thrown.getMessage());
    }
}
