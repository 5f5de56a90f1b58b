package dev.recourse.retry.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.time.CoarseMonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Nodes in one JVM, each with a client of a real Redis. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ClusterCooldownsTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String KEY = "recourse:retry:{cooldown}";

    private final List<AutoCloseable> open = new ArrayList<>();

    private TestRedis redis;

    @BeforeEach
    void start() {
        redis = TestRedis.start();
        open.add(redis);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Node node(String... properties) {
        Node node = Node.start(redis.port(), properties);
        open.add(node);
        return node;
    }

    @Test
    void cooldownWhenOneNodeIsToldHoldsForTheOther() {
        Node first = node();
        Node second = node();
        assertThat(second.keptBack("github")).isNull();
        first.told("github", HOUR);
        await().untilAsserted(() -> assertThat(second.keptBack("github")).isNotNull());
        RetryLaterException later = second.keptBack("github");
        assertThat(later.delay()).isBetween(Duration.ofMinutes(55), HOUR);
        assertThat(later).cause().isInstanceOf(RemoteCooldownException.class).hasMessage(Node.Asking.class.getName());
        assertThat(second.keptBack("gitlab")).isNull();
        assertThat(second.events())
                .filteredOn(RetryEvent.CooldownStart.class::isInstance)
                .hasSize(1);
    }

    @Test
    void cooldownWhenLiftedOnAnyNodeIsOverOnAll() {
        Node first = node();
        Node second = node();
        first.told("github", HOUR);
        await().until(() -> second.keptBack("github") != null);
        assertThat(second.lift("github")).isTrue();
        assertThat(second.keptBack("github")).isNull();
        await().until(() -> first.keptBack("github") == null);
        assertThat(first.lift("github")).isFalse();
        first.told("github", Duration.ofMinutes(1));
        await().until(() -> second.keptBack("github") != null);
        assertThat(second.keptBack("github").delay()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void cooldownWhenShorterThanThatOfAnotherNodeChangesNothing() {
        Node first = node();
        Node second = node();
        first.told("github", HOUR);
        await().until(() -> second.keptBack("github") != null);
        second.told("github", Duration.ofMinutes(1));
        Node third = node();
        await().until(() -> third.keptBack("github") != null);
        assertThat(third.keptBack("github").delay()).isGreaterThan(Duration.ofMinutes(50));
    }

    @Test
    void nodeWhenItStartsDuringACooldownKeepsToItFromItsFirstCall() {
        Node first = node();
        first.told("github", HOUR);
        await().until(() -> redis.template().hasKey(KEY + ":github"));
        first.close();
        Node later = node();
        await().until(() -> later.keptBack("github") != null);
    }

    @Test
    void nodeWhenItMeetsAScopeDuringItsCooldownKeepsToIt() {
        Node first = node();
        Node.told(first.strategy("github").scoped("tenant-1"), HOUR);
        await().until(() -> !redis.template().keys(KEY + ":github:*").isEmpty());
        Node second = node();
        RetryClientRegistry registry = second.bean(RetryClientRegistry.class);
        second.strategy("github");
        await().until(() -> !registry.cooldowns().isEmpty());
        assertThat(registry.cooldowns()).singleElement().satisfies(cooldown -> {
            assertThat(cooldown.client()).isEqualTo("github");
            assertThat(cooldown.scopes()).isEqualTo(1);
        });
        assertThat(Node.keptBack(second.strategy("github").scoped("tenant-1"))).isNotNull();
        assertThat(Node.keptBack(second.strategy("github").scoped("tenant-2"))).isNull();
        assertThat(second.keptBack("github")).isNull();
        assertThat(redis.template().keys("*")).noneMatch(key -> key.contains("tenant"));
    }

    @Test
    void scopeThatOnlyAnotherNodeHasMetIsLiftedWithItsClient() {
        Node first = node();
        RetryStrategy tenant = first.strategy("github").scoped("tenant-1");
        Node.told(tenant, HOUR);
        Node second = node();
        await().until(() -> second.lift("github"));
        await().until(() -> Node.keptBack(tenant) == null);
    }

    @Test
    void callsThatNameNoClientShareTheCooldownOfTheirBean() {
        Node first = node();
        Node second = node();
        second.bean(Node.Orders.class).call(null);
        assertThat(catchThrowable(() -> first.bean(Node.Orders.class).call(HOUR)))
                .isInstanceOf(Node.Asking.class);
        await().untilAsserted(() -> assertThat(
                        catchThrowable(() -> second.bean(Node.Orders.class).call(null)))
                .isInstanceOf(RetryLaterException.class));
        assertThat(second.keptBack("github")).isNull();
    }

    @Test
    void strategiesBuiltOnTheSpotAreSharedByNameAndNotByNumber() {
        Node first = node();
        Node second = node();
        Node.told(first.bean(RetryStrategies.class).build(rules -> {}), HOUR);
        RetryStrategy numbered = second.bean(RetryStrategies.class).build(rules -> {});
        Node.told(first.bean(RetryStrategies.class).build(rules -> rules.name("billing")), HOUR);
        RetryStrategy named = second.bean(RetryStrategies.class).build(rules -> rules.name("billing"));
        await().until(() -> Node.keptBack(named) != null);
        assertThat(Node.keptBack(numbered)).isNull();
    }

    @Test
    void nodeWhoseClockIsAnHourFastKeepsToTheSameLength() {
        InstantSource fast = () -> Instant.now().plus(HOUR);
        Node first = node();
        Node second = Node.start(
                redis.port(),
                application -> application.initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(
                                RetryEnvironment.class,
                                () -> new RetryEnvironment(new CoarseMonotonicClock(), fast, new Random(1)))));
        open.add(second);
        first.told("github", Duration.ofMinutes(10));
        await().until(() -> second.keptBack("github") != null);
        assertThat(second.keptBack("github").delay()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        second.told("gitlab", Duration.ofMinutes(10));
        await().until(() -> first.keptBack("gitlab") != null);
        assertThat(first.keptBack("gitlab").delay()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    @Test
    @Tag("slow")
    void nodesWhenRedisIsKilledKeepToWhatTheyKnowAndCatchUpWhenItIsBack() {
        Node first = node("recourse.retry.cooldown-store.sync-interval=500ms");
        Node second = node("recourse.retry.cooldown-store.sync-interval=500ms");
        first.told("github", HOUR);
        await().until(() -> second.keptBack("github") != null);
        redis.kill();
        first.told("gitlab", HOUR);
        assertThat(first.keptBack("gitlab")).isNotNull();
        assertThat(second.keptBack("github")).isNotNull();
        assertThat(second.keptBack("gitlab")).isNull();
        await().atMost(60, TimeUnit.SECONDS).until(() -> !first.store().health().reachable());
        assertThat(first.store().health().unsent()).isEqualTo(1);
        redis.restart();
        await().atMost(60, TimeUnit.SECONDS).until(() -> second.keptBack("gitlab") != null);
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(redis.template().keys(KEY + ":*"))
                        .containsExactlyInAnyOrder(KEY + ":github", KEY + ":gitlab"));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> first.store().health().reachable()
                        && second.store().health().reachable());
        assertThat(first.keptBack("github")).isNotNull();
        assertThat(first.lift("github")).isTrue();
        await().until(() -> second.keptBack("github") == null);
    }

    @Test
    void nodeWhenRedisIsNotThereStartsAndCatchesUp(CapturedOutput output) {
        redis.kill();
        Node first = node("recourse.retry.cooldown-store.sync-interval=500ms");
        Node second = node("recourse.retry.cooldown-store.sync-interval=500ms");
        first.told("github", HOUR);
        assertThat(first.keptBack("github")).isNotNull();
        redis.restart();
        await().atMost(60, TimeUnit.SECONDS).until(() -> second.keptBack("github") != null);
        await().until(() -> second.store().health().reachable());
        assertThat(output)
                .contains("The shared store of cooldowns cannot be reached")
                .contains("The shared store of cooldowns is back");
    }

    @Test
    void nodeThatHearsNothingLearnsOfBeginAndLiftByLooking() {
        redis.command("ACL", "SETUSER", "deaf", "on", ">secret", "~*", "+@all", "resetchannels");
        Node first = node();
        Node deaf = node(
                "spring.data.redis.username=deaf",
                "spring.data.redis.password=secret",
                "recourse.retry.cooldown-store.sync-interval=200ms");
        first.told("github", HOUR);
        await().until(() -> deaf.keptBack("github") != null);
        first.lift("github");
        await().until(() -> deaf.keptBack("github") == null);
        assertThat(deaf.store().health().reachable()).isFalse();
    }

    @Test
    @Tag("slow")
    void nodeThatMissedALiftAndTheCooldownAfterItLearnsOfBoth() {
        redis.command("ACL", "SETUSER", "deaf", "on", ">secret", "~*", "+@all", "resetchannels");
        Node first = node();
        Node deaf = node(
                "spring.data.redis.username=deaf",
                "spring.data.redis.password=secret",
                "recourse.retry.cooldown-store.sync-interval=2s");
        first.told("github", HOUR);
        await().until(() -> deaf.keptBack("github") != null);
        first.lift("github");
        first.told("github", Duration.ofMinutes(1));
        await().until(() -> {
            RetryLaterException later = deaf.keptBack("github");
            return later != null && later.delay().compareTo(Duration.ofMinutes(1)) <= 0;
        });
    }

    @Test
    void callerWhenRedisHangsIsNotHeldUp() throws Exception {
        Node first = node();
        redis.command("CLIENT", "PAUSE", "20000", "ALL");
        CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> {
            first.told("github", HOUR);
            assertThat(first.keptBack("github")).isNotNull();
            assertThat(first.lift("github")).isTrue();
            assertThat(first.keptBack("github")).isNull();
        });
        assertThat(caller).succeedsWithin(Duration.ofSeconds(15));
    }

    @Test
    void valuesThatSomebodyElseWroteAreIgnoredWithOneWarning(CapturedOutput output) throws IOException {
        Node node = node("recourse.retry.cooldown-store.sync-interval=100ms");
        StringRedisTemplate template = redis.template();
        template.opsForValue().set(KEY + ":github", "x".repeat(100_000), HOUR);
        template.opsForList().leftPush(KEY + ":gitlab", "1 0 begin a.1 429");
        template.opsForSet().add(KEY, "github", "gitlab", "no name", "");
        template.convertAndSend(KEY, "garbage");
        template.convertAndSend(KEY, "other " + "x".repeat(10_000));
        await().until(() -> output.getOut().contains("that was not written by this library"));
        node.told("github", HOUR);
        await().until(() -> template.opsForValue().get(KEY + ":github").startsWith("1 0 begin "));
        assertThat(node.keptBack("github")).isNotNull();
        assertThat(node.keptBack("gitlab")).isNull();
        assertThat(output.getOut().split("that was not written by this library", -1))
                .hasSize(2);
    }

    @Test
    void cooldownThatSomebodyElseWroteLastsNoLongerThanMaxCooldown() {
        StringRedisTemplate template = redis.template();
        template.opsForValue().set(KEY + ":github", "1 7 begin a.1 429", Duration.ofDays(10_000));
        template.opsForSet().add(KEY, "github");
        Node node = node("recourse.retry.max-cooldown=30m");
        await().until(() -> node.keptBack("github") != null);
        assertThat(node.keptBack("github").delay()).isLessThanOrEqualTo(Duration.ofMinutes(30));
        assertThat(node.lift("github")).isTrue();
    }

    @Test
    void keysInRedisVanishByThemselves() {
        Node first = node();
        first.told("github", HOUR);
        await().until(() -> redis.template().hasKey(KEY + ":github"));
        Set<String> keys = redis.template().keys("*");
        assertThat(keys)
                .containsExactlyInAnyOrder(KEY, KEY + ":github")
                .allSatisfy(key -> assertThat(redis.template().getExpire(key)).isPositive());
    }

    @Test
    void nodeWithoutASharedCooldownUsesNoRedis() {
        Node local = node("recourse.retry.cooldown=local");
        assertThat(local.store().isRunning()).isFalse();
        assertThat(local.bean(RetryClientRegistry.class).storeHealth()).isNull();
        local.told("github", HOUR);
        assertThat(redis.template().keys("*")).isEmpty();
    }
}
