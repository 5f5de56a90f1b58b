package dev.recourse.samples.quota.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An HTTP server that is busy now and then, and refuses again whoever comes back too early. */
public final class ApiServer implements AutoCloseable {

    private static final int QUOTA = 2;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Added before a fraction is cut off: what is announced is never too early. */
    private static final Duration ALMOST_A_SECOND = Duration.ofNanos(999_999_999);

    private final HttpServer server;
    private final BusyTime overQuota;
    private final BusyTime countingStock;
    private final BusyTime writingInvoice;
    private int callsInQuota;
    private boolean silent = true;
    private boolean busy = true;

    /**
     * Starts the server on a free port of this machine.
     *
     * @param pause how long it refuses calls that are over the quota
     */
    public ApiServer(Duration pause) {
        overQuota = new BusyTime(pause);
        countingStock = new BusyTime(pause.dividedBy(2));
        writingInvoice = new BusyTime(pause.dividedBy(2));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        server.createContext("/parcels/", this::parcel);
        server.createContext("/orders", this::order);
        server.createContext("/invoices/", this::invoice);
        server.createContext("/labels/", this::label);
        server.createContext("/pickups/", this::pickup);
        server.createContext("/payments", this::payment);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void parcel(HttpExchange exchange) throws IOException {
        Instant end = callsInQuota < QUOTA ? null : overQuota.end();
        if (end != null) {
            long seconds =
                    Duration.between(Instant.now(), end).plus(ALMOST_A_SECOND).toSeconds();
            answer(exchange, 429, "{\"retry_interval\": " + seconds + "}");
        } else {
            callsInQuota = callsInQuota % QUOTA + 1;
            String path = exchange.getRequestURI().getPath();
            answer(exchange, 200, "{\"number\": " + path.substring("/parcels/".length()) + ", \"place\": \"Oslo\"}");
        }
    }

    private void order(HttpExchange exchange) throws IOException {
        if (countingStock.end() != null) {
            answer(exchange, 409, "{\"error\": \"stock is being counted\"}");
        } else {
            answer(exchange, 201, "{\"order\": 1}");
        }
    }

    private void invoice(HttpExchange exchange) throws IOException {
        Instant end = writingInvoice.end();
        if (end != null) {
            exchange.getResponseHeaders().set("Retry-After", HTTP_DATE.format(end.plus(ALMOST_A_SECOND)));
            answer(exchange, 503, "{\"error\": \"invoice is being written\"}");
        } else {
            answer(exchange, 200, "{\"invoice\": 1}");
        }
    }

    private void label(HttpExchange exchange) throws IOException {
        if (silent) {
            silent = false; // and no answer, ever
        } else {
            answer(exchange, 200, "{\"label\": 1}");
        }
    }

    private void pickup(HttpExchange exchange) throws IOException {
        if (busy) {
            busy = false;
            answer(exchange, 403, "{\"reason\": \"busy\"}");
        } else {
            answer(exchange, 200, "{\"pickup\": 1}");
        }
    }

    private void payment(HttpExchange exchange) throws IOException {
        answer(exchange, 500, "{\"error\": \"out of order\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
