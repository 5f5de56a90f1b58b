package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** The reports that are sent ahead of those that wait from before. Somebody may wait for each of them. */
final class FreshReports {

    private static final Log logger = LogFactory.getLog(FreshReports.class);

    private final Queue<FreshReport> reports = new ConcurrentLinkedQueue<>();

    private final Queue<CompletableFuture<Boolean>> underWay = new ConcurrentLinkedQueue<>();

    /** Adds a report; the result is whether it was delivered, once it was tried. */
    CompletableFuture<Boolean> add(CrashReport report) {
        CompletableFuture<Boolean> delivered = watched();
        reports.add(new FreshReport(report, delivered));
        return delivered;
    }

    /** Returns a result that {@link #awaitIdle} waits for too. */
    CompletableFuture<Boolean> watched() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(result);
        return result;
    }

    /** Sends them all. */
    void send(Sending sending) {
        for (FreshReport next = reports.poll(); next != null; next = reports.poll()) {
            try {
                next.delivered().complete(sending.send(next.report()));
            } catch (IOException | RuntimeException ex) {
                logger.warn("Report " + next.report().id() + " cannot be sent", ex);
            } finally {
                next.delivered().complete(false);
            }
        }
    }

    /** Leaves them to the next run over the reports that wait. */
    void giveUp() {
        reports.clear();
        underWay.forEach(result -> result.complete(false));
    }

    /** Waits until each was tried; returns whether that is so. */
    boolean awaitIdle(Deadline deadline) {
        return isDone(CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new)), deadline);
    }

    /** Waits for a result; an interruption is kept for later, because a report is worth more. */
    static boolean isDone(CompletableFuture<?> result, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException | TimeoutException ex) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends a report; returns whether it was delivered. */
    interface Sending {

        boolean send(CrashReport report) throws IOException;
    }

    private record FreshReport(CrashReport report, CompletableFuture<Boolean> delivered) {}
}
