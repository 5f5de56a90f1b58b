package dev.recourse.retry.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.decision.Decision.GiveUp;
import dev.recourse.retry.decision.Decision.Wait;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import dev.recourse.retry.idempotency.SentRequests;
import dev.recourse.retry.settings.Settings.Idempotent;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeciderTests {

    private static final RandomGenerator HALF = () -> Long.MIN_VALUE;

    private final SettingsBuilder settings = TestSettings.builder().set("jitter-factor", 0.0);

    private int attempt = 1;

    private Duration used = Duration.ZERO;

    @Test
    void decisionWhenNoConditionMatchesIsToGiveUp() {
        assertThat(decide(status(404))).isEqualTo(new GiveUp(Outcome.NOT_RETRYABLE, "no rule covers it"));
        assertThat(decide(new Failure(new IllegalStateException(), null, null)))
                .isEqualTo(new GiveUp(Outcome.NOT_RETRYABLE, "no rule covers it"));
    }

    @Test
    void decisionWhenRuleIsNeverIsToGiveUp() {
        settings.delay("429", "never");
        assertThat(decide(status(429))).isEqualTo(new GiveUp(Outcome.NOT_RETRYABLE, "its rule is never"));
    }

    @Test
    void decisionWhenAnInnerCallWasHandedOffIsToGiveUp() {
        settings.delay(RuntimeException.class, "1s");
        RetryLaterException later =
                new RetryLaterException(Duration.ofHours(1), VirtualTime.BEGINNING, 1, "github", null, new Exception());
        assertThat(decide(new Failure(later, null, null)))
                .isEqualTo(new GiveUp(Outcome.NOT_RETRYABLE, "it says itself when to call again"));
    }

    @Test
    void decisionWhenDelayIsExactlyMaxWaitNamesTheTimeoutAsTheLimit() {
        settings.delay("429", "10s").maxWait(Duration.ofSeconds(10)).timeout(Duration.ofSeconds(9));
        assertThat(decide(status(429)))
                .isEqualTo(avoidable("10s, as configured, is more than what is left of timeout (9s)"));
    }

    @Test
    void decisionWhenNoRetryIsLeftIsToGiveUp() {
        settings.maxRetries(2).delay("409", "1s");
        attempt = 2;
        assertThat(decide(status(409))).isInstanceOf(Wait.class);
        attempt = 3;
        assertThat(decide(status(409))).isEqualTo(new GiveUp(Outcome.EXHAUSTED, "max-retries (2) is used up"));
    }

    @Test
    void decisionWhenNoSourceAnswersIsToGiveUp() {
        settings.delay("429", "retry_interval");
        assertThat(decide(status(429)))
                .isEqualTo(
                        avoidable(
                                "no source of its rule 'retry_interval' had an answer; add one that always has, as in 'retry_interval, 30s'"));
    }

    @Test
    void decisionWhenServerForbidsARetryIsToGiveUp() {
        assertThat(decide(status(429, "X-Should-Retry", "false")))
                .isInstanceOfSatisfying(
                        GiveUp.class, giveUp -> assertThat(giveUp.reason()).endsWith("forbids it"));
    }

    @ParameterizedTest
    @CsvSource({"429, 60s", "503, 1s", "409, 1s"})
    void decisionWhenNothingIsConfiguredFollowsTheBuiltInRules(int status, String delay) {
        assertThat(waitFor(status(status)).delay()).isEqualTo(duration(delay));
    }

    @Test
    void decisionWhenTimedOutFollowsTheBuiltInRuleForEitherTimeout() {
        attempt = 3;
        assertThat(waitFor(new Failure(new Exception(), null, IoFailure.READ_TIMEOUT))
                        .delay())
                .isEqualTo(duration("4s"));
        assertThat(waitFor(new Failure(new Exception(), null, IoFailure.CONNECT_TIMEOUT))
                        .delay())
                .isEqualTo(duration("4s"));
    }

    @Test
    void decisionWhenStatusClassIsConfiguredPrefersItToABuiltInStatus() {
        settings.delay("5xx", "7s");
        assertThat(waitFor(status(503)).delay()).isEqualTo(duration("7s"));
    }

    @Test
    void decisionWhenDelayIsShorterThanMinDelayLengthensIt() {
        settings.delay("429", "server").set("min-delay", duration("100ms"));
        assertThat(waitFor(status(429, "Retry-After", "0"))).satisfies(wait -> {
            assertThat(wait.delay()).isEqualTo(duration("100ms"));
            assertThat(wait.explanation()).isEqualTo("the server's Retry-After raised to min-delay");
        });
    }

    @Test
    void decisionWhenJitterIsOnOnlyAdds() {
        settings.delay("429", "10s").set("jitter-factor", 0.1);
        Wait wait = waitFor(status(429));
        assertThat(wait.delay()).isEqualTo(duration("10s"));
        assertThat(wait.jitter()).isEqualTo(duration("500ms"));
    }

    @Test
    void decisionWhenDelayJustFitsCutsTheJitterNotTheDelay() {
        settings.delay("429", "10s").set("jitter-factor", 1.0).maxWait(Duration.ofMillis(10_100));
        assertThat(waitFor(status(429)).jitter()).isEqualTo(duration("100ms"));
        settings.maxWait(duration("10s"));
        assertThat(waitFor(status(429)).jitter()).isEqualTo(Duration.ZERO);
    }

    @Test
    void decisionWhenDelayExceedsMaxWaitFollowsHandOff() {
        settings.delay("429", "10s").maxWait(duration("9999ms"));
        assertThat(decide(status(429))).isEqualTo(avoidable("10s, as configured, is more than max-wait (9s999ms)"));
        settings.handOff(HandOff.BEYOND_MAX_WAIT);
        assertThat(decide(status(429)))
                .isEqualTo(new Decision.HandOff(duration("10s"), "as configured", Duration.ZERO));
    }

    @Test
    void decisionWhenDelayExceedsTimeLeftFollowsHandOff() {
        settings.delay("429", "10s").timeout(duration("30s"));
        used = duration("20s");
        assertThat(waitFor(status(429)).delay()).isEqualTo(duration("10s"));
        used = Duration.ofMillis(20_001);
        assertThat(decide(status(429)))
                .isEqualTo(avoidable("10s, as configured, is more than what is left of timeout (30s)"));
        settings.handOff(HandOff.BEYOND_MAX_WAIT);
        assertThat(decide(status(429)))
                .isEqualTo(new Decision.HandOff(duration("10s"), "as configured", Duration.ZERO));
    }

    @Test
    void decisionWhenHandOffIsAlwaysHandsBackWhatCouldBeWaitedFor() {
        settings.delay("429", "10s").handOff(HandOff.ALWAYS).set("jitter-factor", 1.0);
        assertThat(decide(status(429)))
                .isEqualTo(new Decision.HandOff(duration("10s"), "as configured", Duration.ZERO));
    }

    @Test
    void decisionWhenNoRetryIsLeftGivesUpBeforeItHandsOff() {
        settings.maxRetries(0).handOff(HandOff.ALWAYS);
        assertThat(decide(status(429))).isInstanceOf(GiveUp.class);
    }

    @Test
    void decisionWhenDelayIsAbsurdDoesNotOverflow() {
        settings.delay("429", "server")
                .maxWait(Duration.ofSeconds(Long.MAX_VALUE))
                .timeout(Duration.ofSeconds(Long.MAX_VALUE));
        settings.set("jitter-factor", 1.0);
        Wait wait = waitFor(status(429, "Retry-After", "9223372036854775807"));
        assertThat(wait.delay()).isGreaterThan(Duration.ofDays(1000));
        assertThat(wait.delay().plus(wait.jitter())).isGreaterThanOrEqualTo(wait.delay());
    }

    @ParameterizedTest
    @CsvSource({"READ_TIMEOUT, false", "CONNECTION_LOSS, false", "CONNECT_TIMEOUT, true", "CONNECT_FAILURE, true"})
    void decisionWhenNotIdempotentIsToRetryOnlyWhatWasNotSent(IoFailure io, boolean retried) {
        settings.idempotent(Idempotent.FALSE).delay("connection", "1s");
        assertRetried(new Failure(new Exception(), null, io), retried);
    }

    @ParameterizedTest
    @CsvSource({"400, true", "429, true", "200, false", "302, false", "500, false", "503, false", "504, false"})
    void decisionWhenNotIdempotentIsToRetryOnlyWhatWasRejected(int status, boolean retried) {
        settings.idempotent(Idempotent.FALSE).delay(Exception.class, "1s");
        assertRetried(status(status), retried);
    }

    @ParameterizedTest
    @CsvSource({"503, true", "500, false", "502, false", "504, false"})
    void decisionWhenNotIdempotentIsToRetryWhereAnUnavailableServerSaysWhen(int status, boolean retried) {
        settings.idempotent(Idempotent.FALSE).delay("5xx", "server, 1s").set("min-delay", Duration.ZERO);
        assertRetried(status(status, "Retry-After", "5"), retried);
        assertRetried(status(status, "Retry-After", "0"), retried);
        assertRetried(status(status, "Retry-After", "soon"), false);
        settings.delay("5xx", "header(X-Wait)");
        assertRetried(status(status, "X-Wait", "5"), retried);
    }

    @Test
    void decisionWhenNotIdempotentStillLeavesAServerAloneThatAskedForIt() {
        settings.idempotent(Idempotent.FALSE).delay("500", "server");
        assertThat(decide(status(500, "Retry-After", "5")).requestedDelay()).isEqualTo(duration("5s"));
    }

    @Test
    void decisionWhenNotIdempotentAndNothingTellsOfARequestFollowsTheRule() {
        settings.idempotent(Idempotent.FALSE).delay(IllegalStateException.class, "1s");
        assertRetried(new Failure(new IllegalStateException(), null, null), true);
    }

    @Test
    void decisionWhenNothingSaysWhetherItIsIdempotentIsThatItIs() {
        settings.idempotent(Idempotent.AUTO).delay("5xx", "1s");
        assertRetried(status(500), true);
    }

    @ParameterizedTest
    @CsvSource({
        "500, NOT_IDEMPOTENT, false",
        "429, NOT_IDEMPOTENT, true",
        "500, NOT_IDEMPOTENT_EARLIER, false",
        "429, NOT_IDEMPOTENT_EARLIER, false",
        "500, IDEMPOTENT, true",
        "500, UNKNOWN, true"
    })
    void decisionWhenSomethingWasSentIsToRepeatOnlyWhatDoesNoHarm(int status, SentRequests sent, boolean retried) {
        settings.delay("5xx", "1s");
        Decision decision = decide(status(status), new AttemptFacts(sent, false, null));
        assertThat(decision).isInstanceOf(retried ? Wait.class : GiveUp.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500, POST, UNKNOWN, the server may have processed it",
        "500, GET, IDEMPOTENT,",
        "429, POST, NOT_IDEMPOTENT,",
        "429, GET, NOT_IDEMPOTENT, the server may have processed another request of it",
        "429, GET, NOT_IDEMPOTENT_EARLIER, the server may have processed another request of it"
    })
    void decisionWhenTheFailureTellsItsMethodIsToRepeatOnlyWhatDoesNoHarm(
            int status, String method, SentRequests sent, String objection) {
        settings.delay("5xx", "1s");
        Failure failure = new Failure(new Exception(), FailedResponse.of(status, Map.of(), null, method), null);
        AttemptFacts facts = new AttemptFacts(sent, false, null);
        if (objection == null) {
            assertThat(decide(failure, facts)).isInstanceOf(Wait.class);
        } else {
            assertThat(decide(failure, facts))
                    .isInstanceOfSatisfying(
                            GiveUp.class, giveUp -> assertThat(giveUp.reason()).startsWith(objection));
        }
        settings.idempotent(Idempotent.TRUE);
        assertThat(decide(failure, facts)).isInstanceOf(Wait.class);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, UNKNOWN, 500, , true",
        "TRUE, UNKNOWN, 500, , false",
        "AUTO, IDEMPOTENT, 500, , false",
        "AUTO, UNKNOWN, 429, , false",
        "AUTO, UNKNOWN, 500, GET, false"
    })
    void attemptWhenNothingTellsWhatItHasSentIsAssumedToBeIdempotent(
            Idempotent idempotent, SentRequests sent, int status, String method, boolean assumed) {
        Failure failure = new Failure(new Exception(), FailedResponse.of(status, Map.of(), null, method), null);
        assertThat(Decider.isAssumedIdempotent(
                        settings.idempotent(idempotent).build(), failure, new AttemptFacts(sent, false, null)))
                .isEqualTo(assumed);
    }

    @Test
    void decisionInACooldownIsToWaitForItsEndAndComeBackSpreadOverAShareOfTheWhole() {
        settings.set("jitter-factor", 0.1);
        assertThat(inCooldown("10s", "0s")).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.delay()).isEqualTo(duration("10s"));
            assertThat(wait.total()).isEqualTo(duration("13s"));
            assertThat(wait.source()).isNull();
            assertThat(wait.requestedDelay()).isEqualTo(Duration.ZERO);
        });
    }

    @Test
    void decisionInACooldownCountsTheTimeForWhichTheCallerWasHeld() {
        settings.maxWait(duration("30s"));
        assertThat(inCooldown("10s", "20s")).isInstanceOf(Wait.class);
        assertThat(inCooldown("10s", "20001ms"))
                .isEqualTo(avoidable("10s, the rest of the cooldown, is more than max-wait (30s)"));
        settings.handOff(HandOff.ALWAYS);
        assertThat(inCooldown("10s", "0s"))
                .isEqualTo(new Decision.HandOff(duration("10s"), "the end of the cooldown", Duration.ZERO));
    }

    private Decision inCooldown(String left, String held) {
        TimeSpent spent = new TimeSpent(duration(held), duration(held));
        return Decider.inCooldown(settings.build(), duration(left), duration("60s"), spent, HALF);
    }

    /** A retry around the call would do harm, or add to a storm. */
    @ParameterizedTest
    @CsvSource({"NOT_RETRYABLE, true, true", "NO_BUDGET, true, true", "NO_TIME, true, false", "EXHAUSTED, false, false"
    })
    void endWhenItIsForAllForbidsARetryOfACallAround(Outcome outcome, boolean avoidable, boolean forAll) {
        assertThat(new GiveUp(outcome, "it is so", Duration.ZERO, avoidable).isForAll())
                .isEqualTo(forAll);
    }

    @Test
    void decisionWhenAnEarlierRequestHadAKeyIsToRepeatIt() {
        settings.set("idempotency-key", true);
        assertThat(decide(status(429), new AttemptFacts(SentRequests.NOT_IDEMPOTENT_EARLIER, false, null)))
                .isInstanceOf(Wait.class);
    }

    @Test
    void decisionWhenACallWithinHasBeenRetriedIsToGiveUp() {
        assertThat(decide(status(429), new AttemptFacts(SentRequests.UNKNOWN, true, null)))
                .isEqualTo(new GiveUp(Outcome.NOT_RETRYABLE, "a call within it has been retried already"));
    }

    @Test
    void decisionWhenSomethingIsUsedUpIsToHandOffWhereThatIsAllowed() {
        AttemptFacts facts = new AttemptFacts(SentRequests.UNKNOWN, false, "its stream");
        assertThat(decide(status(429), facts))
                .isInstanceOfSatisfying(
                        GiveUp.class,
                        giveUp -> assertThat(giveUp.reason()).isEqualTo("its stream cannot be read again"));
        settings.handOff(HandOff.BEYOND_MAX_WAIT);
        assertThat(decide(status(429), facts)).isInstanceOf(Decision.HandOff.class);
    }

    private void assertRetried(Failure failure, boolean retried) {
        if (retried) {
            waitFor(failure);
        } else {
            assertThat(decide(failure)).isInstanceOfSatisfying(GiveUp.class, giveUp -> {
                assertThat(giveUp.outcome()).isEqualTo(Outcome.NOT_RETRYABLE);
                assertThat(giveUp.reason()).isEqualTo("the server may have processed it, and it is not idempotent");
            });
        }
    }

    private static GiveUp avoidable(String reason) {
        return GiveUp.becauseOfSettings(Outcome.NO_TIME, reason, Duration.ZERO);
    }

    private Wait waitFor(Failure failure) {
        Decision decision = decide(failure);
        assertThat(decision).isInstanceOf(Wait.class);
        return (Wait) decision;
    }

    private Decision decide(Failure failure) {
        return decide(failure, AttemptFacts.NONE);
    }

    private Decision decide(Failure failure, AttemptFacts facts) {
        DelayContext context = new DelayContext(attempt, () -> VirtualTime.BEGINNING, 65536, HALF);
        return Decider.afterFailure(settings.build(), failure, facts, context, used);
    }

    private static Failure status(int status, String... header) {
        FailedResponse response = new FailedResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public List<String> header(String name) {
                return header.length > 0 && header[0].equalsIgnoreCase(name) ? List.of(header[1]) : List.of();
            }

            @Override
            public byte[] body() {
                return new byte[0];
            }
        };
        return new Failure(new Exception(), response, null);
    }

    private static Duration duration(String text) {
        return org.springframework.boot.convert.DurationStyle.detectAndParse(text);
    }
}
