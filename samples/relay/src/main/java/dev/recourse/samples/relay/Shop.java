package dev.recourse.samples.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API that takes three orders in two seconds, and remembers which it got and with which key. */
final class Shop implements AutoCloseable {

    private static final int QUOTA = 3;
    private static final Duration WINDOW = Duration.ofSeconds(2);

    /** How long after a refusal a call may have been on its way already. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);

    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Timeline timeline;
    private final Consumer<String> beforeAnswer;
    private final Map<Integer, Integer> arrivals = new HashMap<>();
    private final Map<Integer, Set<String>> keys = new HashMap<>();
    private long windowEnd = System.nanoTime();
    private int inWindow;
    private long refusedAt;
    private long silentUntil = windowEnd;
    private int refusals;
    private int early;

    /**
     * Starts it.
     *
     * @param beforeAnswer called with the name of the node whose order has arrived, before the node gets to know that
     */
    Shop(Timeline timeline, Consumer<String> beforeAnswer) throws IOException {
        this.timeline = timeline;
        this.beforeAnswer = beforeAnswer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/orders", this::order);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void order(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher found = NUMBER.matcher(body);
        int number = found.find() ? Integer.parseInt(found.group(1)) : 0;
        String node = String.valueOf(exchange.getRequestHeaders().getFirst("X-Node"));
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        long wait = take(number, key);
        if (wait > 0) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(wait));
            timeline.refused(node, number, wait);
            exchange.sendResponseHeaders(429, -1);
        } else {
            timeline.arrived(node, number, arrivals(number) > 1);
            beforeAnswer.accept(node);
            exchange.sendResponseHeaders(201, -1);
        }
        exchange.close();
    }

    /** Returns how many seconds the node is to wait, 0 if the order is taken. */
    private synchronized long take(int number, String key) {
        long now = System.nanoTime();
        if (now - refusedAt > UNDER_WAY.toNanos() && now < silentUntil) {
            early++;
        }
        if (now >= windowEnd) {
            windowEnd = now + WINDOW.toNanos();
            inWindow = 0;
        }
        if (inWindow == QUOTA) {
            long wait = Duration.ofNanos(windowEnd - now)
                    .plus(Duration.ofNanos(999_999_999))
                    .toSeconds();
            refusals++;
            refusedAt = now;
            silentUntil = now + Duration.ofSeconds(wait).toNanos();
            return wait;
        }
        inWindow++;
        arrivals.merge(number, 1, Integer::sum);
        keys.computeIfAbsent(number, absent -> new HashSet<>()).add(key);
        return 0;
    }

    private synchronized int arrivals(int number) {
        return arrivals.getOrDefault(number, 0);
    }

    /** Returns how many orders have arrived, each counted once. */
    synchronized int arrived() {
        return arrivals.size();
    }

    /** Returns how many orders have arrived more than once. */
    synchronized long twice() {
        return arrivals.values().stream().filter(times -> times > 1).count();
    }

    /** Returns whether each order came with one key, however often it came. */
    synchronized boolean hasOneKeyEach() {
        return keys.values().stream().allMatch(each -> each.size() == 1 && !each.contains("null"));
    }

    /** Returns how many calls it has answered with a 429. */
    synchronized int refusals() {
        return refusals;
    }

    /** Returns how many calls came although the shop had asked for silence, those under way at that moment left out. */
    synchronized int early() {
        return early;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
