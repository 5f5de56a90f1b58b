package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnThreadTests {

    @Test
    void threadThatDiesIsNoCrashOfTheApplication() throws Exception {
        List<Thread> crashed = new ArrayList<>();
        Thread.UncaughtExceptionHandler earlier = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> crashed.add(thread));
        try {
            Thread thread = new OwnThread(
                    () -> {
                        throw new OutOfMemoryError("Java heap space");
                    },
                    "test");
            thread.start();
            thread.join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(earlier);
        }
        assertThat(crashed).isEmpty();
    }
}
