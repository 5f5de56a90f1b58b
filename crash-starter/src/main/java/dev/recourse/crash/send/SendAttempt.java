package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Offers a report once to each sender that has not delivered it yet. */
final class SendAttempt {

    /** Only against a sender that never comes back; one that may take long has a limit of its own. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Map<String, CrashReportSender> senders;

    private final Redactor redactor;

    private final InstantSource clock;

    SendAttempt(Map<String, CrashReportSender> senders, Redactor redactor, InstantSource clock) {
        this.senders = senders;
        this.redactor = redactor;
        this.clock = clock;
    }

    /** Returns how far the report is after that. */
    DeliveryStatus make(CrashReport report) {
        List<String> delivered = new ArrayList<>(report.delivery().deliveredTo());
        List<String> answers = new ArrayList<>();
        boolean later = false;
        for (Map.Entry<String, CrashReportSender> sender : senders.entrySet()) {
            if (!delivered.contains(sender.getKey())) {
                Delivery delivery = send(sender.getValue(), report, answers);
                later |= delivery == Delivery.LATER;
                if (delivery == Delivery.DELIVERED) {
                    delivered.add(sender.getKey());
                }
            }
        }
        State settled = delivered.isEmpty() ? State.REFUSED : State.DELIVERED;
        return new DeliveryStatus(
                later ? State.PENDING : settled,
                report.delivery().tries() + 1,
                clock.instant(),
                String.join("; ", answers),
                delivered);
    }

    private Delivery send(CrashReportSender sender, CrashReport report, List<String> answers) {
        try {
            Delivery delivery = TimeLimiter.call(LONGEST, () -> sender.send(report));
            answers.add(String.valueOf(delivery));
            return delivery == null ? Delivery.LATER : delivery;
        } catch (ExecutionException ex) {
            answers.add(redactor.text(String.valueOf(ex.getCause())));
        } catch (TimeoutException ex) {
            answers.add("no answer in " + LONGEST.toSeconds() + " s");
        }
        return Delivery.LATER;
    }
}
