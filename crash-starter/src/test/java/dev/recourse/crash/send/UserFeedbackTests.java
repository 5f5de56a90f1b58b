package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.store.TestReports;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFeedbackTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Redactor redactor = new Redactor(List.of(), List.of());

    private final MemoryPreferences preferences = new MemoryPreferences();

    private final SendConsent consent = SendConsent.asked(new RememberedConsent(() -> preferences, () -> "acme"));

    private final Recording sender = new Recording();

    @TempDir
    private Path root;

    private ReportDirectory directory;

    private ReportDelivery delivery;

    private UserFeedback feedback;

    @BeforeEach
    void start() {
        directory = new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
        start(consent);
    }

    private void start(SendConsent current) {
        delivery = new ReportDelivery(
                directory, report -> true, current, redactor, Duration.ofMinutes(5), InstantSource.system());
        delivery.start();
        delivery.senders(Map.of("one", sender));
        feedback = new UserFeedback(current, delivery, redactor);
    }

    @AfterEach
    void stop() {
        delivery.stop();
    }

    private String crashed() throws Exception {
        CrashReport report = TestReports.at(Instant.now());
        directory.store(report);
        delivery.deliverSoon(report).get(30, TimeUnit.SECONDS);
        return report.id();
    }

    private CrashReport settled(String id) {
        delivery.doOnlyThat(PATIENCE);
        assertThat(delivery.awaitIdle(Deadline.after(PATIENCE))).isTrue();
        return directory.find(id);
    }

    @Test
    void reportUntilTheUserAgreesIsSeenByNoSender() throws Exception {
        CrashReport report = TestReports.at(Instant.now());
        directory.store(report);
        assertThat(delivery.isSendable(report)).isFalse();
        assertThat(delivery.deliverSoon(report).get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(delivery.deliverUnstored(report).get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(delivery.deliver(report.id(), PATIENCE)).isFalse();
        delivery.deliverAll(PATIENCE);
        delivery.sendPendingSoon();
        assertThat(settled(report.id()).delivery()).isEqualTo(CrashReport.DeliveryStatus.NEW);
        assertThat(sender.sent).isEmpty();
    }

    @Test
    void reportWhenTheUserAgreesIsSentAndTheOthersWait() throws Exception {
        String first = crashed();
        String second = crashed();
        assertThat(feedback.decided(first, true).get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(settled(first).delivery().state()).isEqualTo(State.DELIVERED);
        assertThat(settled(second).delivery().state()).isEqualTo(State.PENDING);
        assertThat(sender.sent).containsExactly(first);
    }

    /** The user agreed when the server was down. */
    @Test
    void reportThatMayBeSentIsSentByTheNextProcess() throws Exception {
        sender.answer.set(Delivery.LATER);
        String id = crashed();
        feedback.decide(id, true);
        assertThat(settled(id).delivery().state()).isEqualTo(State.PENDING);
        delivery.stop();
        sender.answer.set(Delivery.DELIVERED);
        start(SendConsent.asked(new RememberedConsent(() -> preferences, () -> "acme")));
        assertThat(settled(id).delivery().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void reportWhenTheUserDisagreesIsNeverSent() throws Exception {
        String id = crashed();
        feedback.decide(id, false);
        feedback.decide(id, true);
        feedback.consent(Consent.ALWAYS);
        delivery.deliver(id, PATIENCE);
        CrashReport report = settled(id);
        assertThat(report.delivery().state()).isEqualTo(State.REFUSED);
        assertThat(report.delivery().answer()).isEqualTo("The user does not want it to be sent");
        assertThat(sender.sent).isEmpty();
    }

    @Test
    void choiceForAllSendsWhatWaitsAndIsRemembered() throws Exception {
        String id = crashed();
        feedback.consent(Consent.ALWAYS);
        assertThat(settled(id).delivery().state()).isEqualTo(State.DELIVERED);
        String second = crashed();
        assertThat(settled(second).delivery().state()).isEqualTo(State.DELIVERED);
        assertThat(new RememberedConsent(() -> preferences, () -> "acme").read())
                .isEqualTo(Consent.ALWAYS);
    }

    @Test
    void choiceThatIsTakenBackHoldsReportsAgain() throws Exception {
        feedback.consent(Consent.ALWAYS);
        feedback.consent(Consent.ASK);
        String id = crashed();
        assertThat(settled(id).delivery().state()).isEqualTo(State.PENDING);
        feedback.consent(Consent.NEVER);
        assertThat(feedback.decided(id, true).get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(sender.sent).isEmpty();
    }

    /** In another process of the application. */
    @Test
    void choiceThatIsTakenBackElsewhereHoldsFromTheNextRunOn() throws Exception {
        feedback.consent(Consent.ALWAYS);
        new RememberedConsent(() -> preferences, () -> "acme").write(Consent.NEVER);
        delivery.sendPendingSoon();
        String id = crashed();
        assertThat(settled(id).delivery().state()).isEqualTo(State.PENDING);
        assertThat(feedback.consent()).isEqualTo(Consent.NEVER);
    }

    @Test
    void choiceWhereNobodyIsAskedIsRefused() {
        UserFeedback given = new UserFeedback(SendConsent.fixed(Consent.ALWAYS), delivery, redactor);
        assertThat(given.consent()).isEqualTo(Consent.ALWAYS);
        assertThatIllegalStateException()
                .isThrownBy(() -> given.consent(Consent.NEVER))
                .withMessageContaining("recourse.crash.consent");
    }

    @Test
    void commentGoesWithTheReport() throws Exception {
        String id = crashed();
        feedback.comment(id, " I turned the lathe on, password=hunter2 ");
        feedback.decide(id, true);
        assertThat(settled(id).comment()).isEqualTo("I turned the lathe on, password=***");
        assertThat(sender.comments).containsExactly("I turned the lathe on, password=***");
    }

    @Test
    void commentOnAReportThatWasSentFollowsIt() throws Exception {
        feedback.consent(Consent.ALWAYS);
        String id = crashed();
        feedback.comment(id, "I turned the lathe on");
        CrashReport report = settled(id);
        assertThat(report.comment()).isEqualTo("I turned the lathe on");
        assertThat(report.delivery().state()).isEqualTo(State.DELIVERED);
        assertThat(sender.sent).containsExactly(id);
        assertThat(sender.comments).containsExactly("I turned the lathe on");
    }

    @Test
    void commentThatIsNotTakenIsSentWithTheReportOnceMore() throws Exception {
        feedback.consent(Consent.ALWAYS);
        String id = crashed();
        sender.answer.set(Delivery.LATER);
        feedback.comment(id, "I turned the lathe on");
        assertThat(settled(id).delivery().state()).isEqualTo(State.PENDING);
        sender.answer.set(Delivery.DELIVERED);
        delivery.deliverAll(PATIENCE);
        assertThat(settled(id).delivery().state()).isEqualTo(State.DELIVERED);
        assertThat(sender.sent).containsExactly(id, id);
    }

    @Test
    void commentIsCutAtAWholeCharacterAndMayBeOfAReportThatIsNotThere() throws Exception {
        String id = crashed();
        feedback.comment(id, "x" + "\ud83d\ude00".repeat(100_000));
        feedback.comment(id, "  ");
        feedback.comment("../../x", "text");
        feedback.decide("20261122T154200.123Z-7f3a9c1e", true);
        assertThat(settled(id).comment()).hasSize(4095).endsWith("\ud83d\ude00");
    }

    private static final class Recording implements CrashReportSender {

        private final List<String> sent = new CopyOnWriteArrayList<>();

        private final List<String> comments = new CopyOnWriteArrayList<>();

        private final AtomicReference<Delivery> answer = new AtomicReference<>(Delivery.DELIVERED);

        @Override
        public Delivery send(CrashReport report) throws IOException {
            sent.add(report.id());
            return comment(report);
        }

        @Override
        public Delivery comment(CrashReport report) throws IOException {
            if (report.comment() != null) {
                comments.add(report.comment());
            }
            if (answer.get() == Delivery.LATER) {
                throw new IOException("down");
            }
            return answer.get();
        }
    }
}
