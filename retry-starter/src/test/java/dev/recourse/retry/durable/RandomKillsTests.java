package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Nodes on one database that are killed at random moments ({@code kill -9}) and started again. In the end, what the server
 * saw and what the table holds is compared with what was promised.
 *
 * <p>{@code -Drecourse.kills.seconds=300} takes longer, {@code -Drecourse.kills.database=mariadb} another database, and
 * {@code -Drecourse.test.seed} other moments.
 */
@Tag("child")
class RandomKillsTests {

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("recourse.kills.seconds", 5));

    private static final boolean ON_MARIADB = "mariadb".equals(System.getProperty("recourse.kills.database"));

    private static final int NODES = LENGTH.toSeconds() < 60 ? 2 : 3;

    private static final int MAX_RETRIES = 3;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    private final long seed = Long.getLong("recourse.test.seed", 15);

    private final Random chance = new Random(seed);

    /** All nodes by their names, those too that were killed. */
    private final Map<String, NodeProcess> nodes = new HashMap<>();

    private final Map<String, Instant> kills = new HashMap<>();

    private final String[] live = new String[NODES];

    private AutoCloseable database;

    private HikariDataSource pool;

    private MoodyShop shop;

    @BeforeEach
    void start() throws IOException {
        System.out.println("Kills at random: -Drecourse.test.seed=" + seed);
        shop = new MoodyShop(new Random(chance.nextLong()), READ_TIMEOUT.plusMillis(500));
        if (ON_MARIADB) {
            MariaDb server = MariaDb.start();
            database = server;
            pool = DurableApplication.pool(server.url(), "root");
        } else {
            EmbeddedPostgres server = DurableApplication.postgres();
            database = server;
            pool = DurableApplication.pool(server.getJdbcUrl("postgres", "postgres"), "postgres");
        }
    }

    @AfterEach
    void stop() throws Exception {
        nodes.values().forEach(NodeProcess::kill);
        shop.close();
        pool.close();
        database.close();
    }

    @Test
    void callsOfNodesThatAreKilledAtRandomArriveOrAreParkedAndKeepToTheServersTimes() throws InterruptedException {
        for (int i = 0; i < NODES; i++) {
            startNode(i);
        }
        nodes.values().forEach(NodeProcess::awaitReady);
        Instant end = Instant.now().plus(LENGTH);
        int orders = 0;
        while (Instant.now().isBefore(end)) {
            Thread.sleep(chance.nextInt(20, 100));
            int slot = chance.nextInt(NODES);
            NodeProcess node = nodes.get(live[slot]);
            if (!node.isReady()) {
                continue;
            }
            if (chance.nextInt(40) == 0) {
                kill(slot);
            } else {
                node.send((chance.nextBoolean() ? "submit " : "outbox ") + "order-" + orders++);
            }
        }
        for (String name : live) {
            nodes.get(name).awaitReady();
        }
        await().atMost(LENGTH.plus(Duration.ofMinutes(3))).until(() -> waiting() == 0);
        compare(orders);
    }

    private void startNode(int slot) {
        String name = slot + "." + nodes.size();
        List<String> properties = new ArrayList<>(List.of(
                "--node=" + name,
                "--shop.url=" + shop.url(),
                "--spring.datasource.url=" + pool.getJdbcUrl(),
                "--spring.datasource.username=" + pool.getUsername(),
                "--spring.http.clients.read-timeout=" + READ_TIMEOUT,
                "--recourse.retry.clients.shop.max-retries=" + MAX_RETRIES,
                "--recourse.retry.clients.shop.delays.connection=exponential(200ms, 1s)",
                "--recourse.retry.clients.shop.delays.timeout=exponential(200ms, 1s)",
                "--db-scheduler.always-persist-timestamp-in-utc=" + ON_MARIADB));
        nodes.put(name, new NodeProcess(properties));
        live[slot] = name;
    }

    private void kill(int slot) {
        nodes.get(live[slot]).kill();
        kills.put(live[slot], Instant.now());
        startNode(slot);
    }

    /** Returns how many calls are stored and not parked. */
    private int waiting() {
        return new JdbcTemplate(pool)
                .queryForObject(
                        "select count(*) from scheduled_tasks where execution_time < timestamp '9000-01-01 00:00:00'",
                        Integer.class);
    }

    private void compare(int orders) {
        Set<String> accepted = said("RETURNED ");
        Set<String> parked = parked();
        List<MoodyShop.Request> requests = List.copyOf(shop.requests());
        Map<String, List<MoodyShop.Request>> byOrder =
                requests.stream().collect(Collectors.groupingBy(MoodyShop.Request::order));
        System.out.printf(
                "%d orders, %d accepted, %d refused, %d parked; %d requests, %d of them for orders that had arrived;"
                        + " %d nodes killed%n",
                orders,
                accepted.size(),
                said("FAILED ").size(),
                parked.size(),
                requests.size(),
                requests.stream().filter(request -> request.status() == 200).count()
                        - byOrder.values().stream()
                                .filter(RandomKillsTests::hasArrived)
                                .count(),
                kills.size());
        assertThat(kills).isNotEmpty();
        assertThat(said("FAILED ")).isEmpty();
        assertThat(accepted)
                .isNotEmpty()
                .allMatch(order -> parked.contains(order) || hasArrived(byOrder.getOrDefault(order, List.of())));
        assertThat(byOrder.values()).allSatisfy(this::assertPromises);
    }

    private static boolean hasArrived(List<MoodyShop.Request> requests) {
        return requests.stream().anyMatch(request -> request.status() == 200);
    }

    private void assertPromises(List<MoodyShop.Request> requests) {
        assertThat(requests)
                .extracting(MoodyShop.Request::key)
                .doesNotContainNull()
                .containsOnly(requests.get(0).key());
        long unheard = requests.stream()
                .map(MoodyShop.Request::node)
                .distinct()
                .filter(kills::containsKey)
                .count();
        assertThat(requests).hasSizeLessThanOrEqualTo(1 + MAX_RETRIES + (int) unheard);
        for (int i = 1; i < requests.size(); i++) {
            MoodyShop.Request before = requests.get(i - 1);
            MoodyShop.Request next = requests.get(i);
            if (before.notBefore() != null && !isKilledBetween(before, next)) {
                assertThat(next.arrived()).as("%s", requests).isAfterOrEqualTo(before.notBefore());
            }
        }
    }

    /** Returns whether perhaps nobody has heard the answer. */
    private boolean isKilledBetween(MoodyShop.Request before, MoodyShop.Request next) {
        Instant kill = kills.get(before.node());
        return kill != null && kill.isBefore(next.arrived());
    }

    private Set<String> said(String beginning) {
        return nodes.values().stream()
                .flatMap(node -> node.lines().stream())
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.split(" ", 3)[1])
                .collect(Collectors.toSet());
    }

    private Set<String> parked() {
        List<byte[]> rows = new JdbcTemplate(pool)
                .queryForList(
                        "select task_data from scheduled_tasks where execution_time > timestamp '9000-01-01 00:00:00'",
                        byte[].class);
        return rows.stream()
                .map(row -> new String(Objects.requireNonNull(row), StandardCharsets.ISO_8859_1))
                .map(row -> row.substring(row.indexOf("order-")).split("\"", 2)[0])
                .collect(Collectors.toSet());
    }
}
