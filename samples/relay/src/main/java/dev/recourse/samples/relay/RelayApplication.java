package dev.recourse.samples.relay;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts a shop, a database and two nodes, kills one of the nodes while it sends an order, and counts what arrived. */
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

    /** Returns the exit code: 0 if each order has arrived, and none of them with two keys. */
    static int run(String... args) throws Exception {
        RelayApplication relay = new RelayApplication();
        try (Database database = Arrays.asList(args).contains("--db=h2") ? Database.h2() : Database.postgres();
                Shop shop = new Shop(relay.timeline, relay::orderArrived);
                NodeProcess a = new NodeProcess("A", shop.url(), database);
                NodeProcess b = new NodeProcess("B", shop.url(), database)) {
            return relay.show(database, shop, a, b);
        }
    }

    private int show(Database database, Shop shop, NodeProcess a, NodeProcess b) throws Exception {
        timeline.begin(database.name());
        killing = () -> {
            if (shop.arrived() > BEFORE_THE_KILL && killed.compareAndSet(false, true)) {
                a.kill();
                timeline.tell("A", "is killed (kill -9): it does not hear that its order has arrived");
            }
        };
        for (int number = 1; number <= ORDERS; number++) {
            (number % 2 == 0 ? b : a).order(number);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while ((shop.arrived() < ORDERS || shop.twice() == 0) && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        boolean fine = shop.arrived() == ORDERS && shop.hasOneKeyEach();
        timeline.end("%d of %d orders have arrived, %d of them twice, %s"
                .formatted(
                        shop.arrived(),
                        ORDERS,
                        shop.twice(),
                        shop.hasOneKeyEach() ? "each with one key" : "some with two keys"));
        return fine ? 0 : 1;
    }

    private void orderArrived(String node) {
        if (node.equals("A")) {
            killing.run();
        }
    }
}
