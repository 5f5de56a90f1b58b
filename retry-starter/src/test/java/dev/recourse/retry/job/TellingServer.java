package dev.recourse.retry.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every request with 429 and a delay in milliseconds, and takes note of when it was asked. */
final class TellingServer implements AutoCloseable {

    private final HttpServer server;
    private final Duration delay;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int unanswered;

    private TellingServer(HttpServer server, Duration delay) {
        this.server = server;
        this.delay = delay;
        server.createContext("/", this::answer);
        server.start();
    }

    /** A request: when it arrived by {@link System#nanoTime()}, its path, and its key. */
    record Request(long nanos, String path, String key) {}

    static TellingServer start(Duration delay) throws IOException {
        return new TellingServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50), delay);
    }

    /** Leaves a request without an answer, 1 for the first. */
    void leaveUnanswered(int number) {
        unanswered = number;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** Returns the time from each request to the next. */
    List<Duration> intervals() {
        List<Duration> intervals = new CopyOnWriteArrayList<>();
        for (int i = 1; i < requests.size(); i++) {
            intervals.add(Duration.ofNanos(
                    requests.get(i).nanos() - requests.get(i - 1).nanos()));
        }
        return intervals;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new Request(
                System.nanoTime(),
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"))));
        if (requests.size() == unanswered) {
            return;
        }
        exchange.getResponseHeaders().set("Retry-After-Ms", String.valueOf(delay.toMillis()));
        exchange.sendResponseHeaders(429, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
