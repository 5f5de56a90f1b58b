package dev.recourse.samples.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Starts a shop, a database and two nodes, and counts what arrived. One of the nodes is killed while it sends an order, or
 * both share through Redis what the shop asked one of them for.
 */
public final class RelayApplication {

    private static final int ORDERS = 12;

    /** After so many orders, the next one that node A sends is its last. */
    private static final int BEFORE_THE_KILL = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Timeline timeline = new Timeline();
    private final AtomicBoolean killed = new AtomicBoolean();
    private volatile Runnable killing = () -> {};

    private RelayApplication() {}

    public static void main(String[] args) throws Exception {
        if (Arrays.stream(args).anyMatch(arg -> arg.startsWith("--node="))) {
            Node.run(args);
        } else {
            System.exit(run(args));
        }
    }

    /** Returns the exit code: 0 if each order has arrived, and as is promised. */
    static int run(String... args) throws Exception {
        RelayApplication relay = new RelayApplication();
        try (Database database = Arrays.asList(args).contains("--db=h2") ? Database.h2() : Database.postgres();
                Shop shop = new Shop(relay.timeline, relay::orderArrived)) {
            return Arrays.asList(args).contains("--cooldown=redis")
                    ? relay.showSilence(database, shop)
                    : relay.showDeath(database, shop);
        }
    }

    /** Kills node A while it sends an order. */
    private int showDeath(Database database, Shop shop) throws Exception {
        try (NodeProcess a = new NodeProcess("A", shop.url(), database.properties());
                NodeProcess b = new NodeProcess("B", shop.url(), database.properties())) {
            timeline.begin("Two nodes on one " + database.name());
            killing = () -> {
                if (shop.arrived() > BEFORE_THE_KILL && killed.compareAndSet(false, true)) {
                    a.kill();
                    timeline.tell("A", "is killed (kill -9): it does not hear that its order has arrived");
                }
            };
            order(a, b);
            waitUntil(() -> shop.arrived() == ORDERS && shop.twice() > 0);
            return end(
                    shop,
                    shop.hasOneKeyEach(),
                    "%d of them twice, %s"
                            .formatted(
                                    shop.twice(), shop.hasOneKeyEach() ? "each with one key" : "some with two keys"));
        }
    }

    /** Lets both nodes keep to what the shop asks one of them for. */
    private int showSilence(Database database, Shop shop) throws Exception {
        try (Redis redis = Redis.start()) {
            List<String> properties = Stream.of(database.properties(), redis.properties())
                    .flatMap(List::stream)
                    .toList();
            try (NodeProcess a = new NodeProcess("A", shop.url(), properties);
                    NodeProcess b = new NodeProcess("B", shop.url(), properties)) {
                timeline.begin("Two nodes on one " + database.name() + " and one Redis");
                order(a, b);
                waitUntil(() -> shop.arrived() == ORDERS);
                return end(
                        shop,
                        shop.early() == 0,
                        "%d refusals, %d calls in the silence after them".formatted(shop.refusals(), shop.early()));
            }
        }
    }

    private static void order(NodeProcess a, NodeProcess b) throws IOException {
        for (int number = 1; number <= ORDERS; number++) {
            (number % 2 == 0 ? b : a).order(number);
        }
    }

    private static void waitUntil(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    private int end(Shop shop, boolean asPromised, String more) {
        timeline.end("%d of %d orders have arrived, %s".formatted(shop.arrived(), ORDERS, more));
        return shop.arrived() == ORDERS && asPromised ? 0 : 1;
    }

    private void orderArrived(String node) {
        if (node.equals("A")) {
            killing.run();
        }
    }
}
