package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Offers a report once to each sender that has not delivered it yet, to all at the same time. */
final class SendAttempt {

    /** Only against a sender that never comes back; one that may take long has a limit of its own. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Predicate<CrashReport> mayLeave;

    private final Map<String, CrashReportSender> senders;

    private final SenderPauses pauses;

    private final Redactor redactor;

    private final InstantSource clock;

    /**
     * Creates an attempt.
     *
     * @param mayLeave which reports may leave this machine; no sender sees the others
     */
    SendAttempt(
            Predicate<CrashReport> mayLeave,
            Map<String, CrashReportSender> senders,
            SenderPauses pauses,
            Redactor redactor,
            InstantSource clock) {
        this.mayLeave = mayLeave;
        this.senders = senders;
        this.pauses = pauses;
        this.redactor = redactor;
        this.clock = clock;
    }

    /** Returns how far the report is after that, or null where it may not leave, or every sender that it waits for is paused. */
    @Nullable
    DeliveryStatus make(CrashReport report) {
        if (!mayLeave.test(report)) {
            return null;
        }
        List<String> delivered = new ArrayList<>(report.delivery().deliveredTo());
        List<String> answers = new ArrayList<>();
        Map<String, FutureTask<Delivery>> calls = new LinkedHashMap<>();
        boolean later = false;
        for (Map.Entry<String, CrashReportSender> sender : senders.entrySet()) {
            if (delivered.contains(sender.getKey())) {
                continue;
            }
            if (pauses.isPaused(sender.getKey())) {
                later = true;
                continue;
            }
            calls.put(sender.getKey(), TimeLimiter.start(() -> call(sender.getKey(), sender.getValue(), report)));
        }
        if (calls.isEmpty() && later) {
            return null;
        }
        Deadline deadline = Deadline.after(LONGEST);
        for (Map.Entry<String, FutureTask<Delivery>> call : calls.entrySet()) {
            Delivery delivery = await(call.getKey(), call.getValue(), deadline, answers);
            later |= delivery == Delivery.LATER;
            if (delivery == Delivery.DELIVERED) {
                delivered.add(call.getKey());
            }
        }
        State settled = delivered.isEmpty() ? State.REFUSED : State.DELIVERED;
        return new DeliveryStatus(
                later ? State.PENDING : settled,
                report.delivery().tries() + 1,
                clock.instant(),
                String.join("; ", answers),
                delivered,
                report.delivery().consent());
    }

    /** Tells those who have delivered a report what the user has added to it; returns who has taken that. */
    List<String> comment(CrashReport report) {
        List<String> told = new ArrayList<>();
        if (!mayLeave.test(report)) {
            return report.delivery().deliveredTo();
        }
        Deadline deadline = Deadline.after(LONGEST);
        for (String name : report.delivery().deliveredTo()) {
            CrashReportSender sender = senders.get(name);
            if (sender == null
                    || await(name, TimeLimiter.start(() -> sender.comment(report)), deadline, new ArrayList<>())
                            != Delivery.LATER) {
                told.add(name);
            }
        }
        return told;
    }

    private Delivery call(String name, CrashReportSender sender, CrashReport report) throws Exception {
        long start = pauses.nanoTime();
        try {
            Delivery delivery = sender.send(report);
            pauses.answered(name);
            return delivery == null ? Delivery.LATER : delivery;
        } catch (Throwable ex) {
            pauses.failed(name, Duration.ofNanos(pauses.nanoTime() - start));
            throw ex;
        }
    }

    private Delivery await(String name, FutureTask<Delivery> call, Deadline deadline, List<String> answers) {
        try {
            Delivery delivery = TimeLimiter.await(
                    call, System.nanoTime() + deadline.remaining().toNanos());
            answers.add(delivery.toString());
            return delivery;
        } catch (ExecutionException ex) {
            answers.add(redactor.text(String.valueOf(ex.getCause())));
        } catch (TimeoutException ex) {
            call.cancel(true);
            pauses.failed(name, LONGEST);
            answers.add("no answer in " + LONGEST.toSeconds() + " s");
        }
        return Delivery.LATER;
    }
}
