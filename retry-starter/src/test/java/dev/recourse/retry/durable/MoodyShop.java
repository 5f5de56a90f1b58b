package dev.recourse.retry.durable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A server that answers as it likes: it takes an order, puts it off, refuses it, says nothing or hangs up. */
final class MoodyShop implements AutoCloseable {

    private final RandomGenerator chance;
    private final Duration silence;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param silence for how long it says nothing before it hangs up
     */
    MoodyShop(RandomGenerator chance, Duration silence) throws IOException {
        this.chance = chance;
        this.silence = silence;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Returns the requests that it has answered, in the order of their arrival as far as one waits for another. */
    List<Request> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        Instant arrived = Instant.now();
        int mood;
        int seconds;
        synchronized (chance) {
            mood = chance.nextInt(100);
            seconds = chance.nextInt(1, 3);
        }
        int status = mood < 50 ? 200 : mood < 65 ? 429 : mood < 80 ? 503 : 0;
        boolean putsOff = status == 429 || status == 503;
        // Before it answers: what comes after the answer must not overtake it.
        requests.add(new Request(
                exchange.getRequestURI().getPath().substring(1),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("X-Node"),
                status,
                arrived,
                putsOff ? Instant.now().plusSeconds(seconds) : null));
        if (status == 0 && mood >= 90) {
            sleep();
        }
        if (putsOff) {
            exchange.getResponseHeaders().add("Retry-After", Integer.toString(seconds));
        }
        if (status != 0) {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private void sleep() {
        try {
            Thread.sleep(silence.toMillis());
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * A request as the server saw it.
     *
     * @param key its {@code Idempotency-Key}
     * @param node that sent it
     * @param status of the answer, 0 for none
     * @param notBefore earliest time of the next one, null where the server did not say
     */
    record Request(
            String order,
            @Nullable String key,
            String node,
            int status,
            Instant arrived,
            @Nullable Instant notBefore) {}
}
