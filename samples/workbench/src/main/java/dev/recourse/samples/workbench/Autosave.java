package dev.recourse.samples.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Saves the project from time to time. */
@Component
class Autosave {

    private final CountDownLatch begun = new CountDownLatch(1);

    private final Crash crash;

    private final Workbench workbench;

    Autosave(@Value("${crash:none}") Crash crash, Workbench workbench) {
        this.crash = crash;
        this.workbench = workbench;
    }

    @Scheduled(initialDelay = 500, fixedDelay = 60_000)
    void save() {
        begun.countDown();
        if (crash == Crash.SCHEDULER) {
            throw new UncheckedIOException(new IOException("No space left for " + workbench.project()));
        }
    }

    void awaitFirst() throws InterruptedException {
        begun.await();
    }
}
