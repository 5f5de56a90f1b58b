package dev.recourse.crash.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogBufferAppenderTests {

    /** Whose text takes a lock that another thread has, which logs too: with a lock around the appender, neither goes on. */
    @Test
    void appendWhenTextOfAnArgumentWaitsForAnotherThreadThatLogsBlocksNone() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> others = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        LogBuffer tail = new LogBuffer(100);
        try {
            tail.attach();
            AtomicBoolean ended = new AtomicBoolean();
            root.info("{}", new Object() {
                @Override
                public String toString() {
                    Thread other = new Thread(() -> root.info("other"));
                    other.start();
                    try {
                        other.join(TimeUnit.SECONDS.toMillis(2));
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                    ended.set(!other.isAlive());
                    return "one";
                }
            });
            assertThat(ended).isTrue();
            assertThat(tail.lines()).hasSize(2);
        } finally {
            root.detachAppender("recourse-crash");
            others.forEach(root::addAppender);
        }
    }
}
