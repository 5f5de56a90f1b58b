package dev.recourse.crash.capture;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.LoggerFactory;

/** Feeds a buffer from Logback's root logger; holds no lock while it formats, which runs the arguments' code. */
final class LogBufferAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NAME = "recourse-crash";

    private final LogBuffer buffer;

    private LogBufferAppender(LogBuffer buffer) {
        this.buffer = buffer;
        setName(NAME);
    }

    /** Attaches to Logback, in place of an earlier one; does nothing where another library does the logging. */
    static void attach(LogBuffer buffer) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAppender(NAME);
            LogBufferAppender appender = new LogBufferAppender(buffer);
            appender.setContext(context);
            appender.start();
            root.addAppender(appender);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        buffer.add(
                event.getInstant(),
                event.getLevel(),
                event.getThreadName(),
                event.getLoggerName(),
                event.getFormattedMessage(),
                thrown == null ? null : thrown.getClassName() + ": " + thrown.getMessage());
    }
}
