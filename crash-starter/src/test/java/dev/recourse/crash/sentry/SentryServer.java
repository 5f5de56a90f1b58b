package dev.recourse.crash.sentry;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocketFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks Sentry's envelope endpoint on loopback as a script says, and keeps the events that it was sent. */
public final class SentryServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> feedback = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ServerSocketFactory sockets;
    private final int port;
    private volatile ServerSocket listening;
    private volatile Thread accepting;

    public SentryServer() {
        this(ServerSocketFactory.getDefault());
    }

    /** Creates a server whose sockets come from here, such as those of TLS. */
    SentryServer(ServerSocketFactory sockets) {
        this.sockets = sockets;
        listening = listen(0);
        port = listening.getLocalPort();
    }

    public String dsn() {
        return dsn("127.0.0.1", "1");
    }

    /** Returns the DSN of a project, by one of this machine's names. */
    public String dsn(String host, String project) {
        String scheme = sockets instanceof SSLServerSocketFactory ? "https" : "http";
        return scheme + "://key@" + host + ":" + port + "/" + project;
    }

    /** Answers with these, one a request; the last of them again and again. With none, 200. */
    public synchronized SentryServer answers(Answer... answers) {
        script.clear();
        script.addAll(List.of(answers));
        return this;
    }

    /** The events so far, each as the JSON that was sent. */
    public List<JsonNode> events() {
        return events;
    }

    /** What users have said so far. */
    public List<JsonNode> feedback() {
        return feedback;
    }

    /** Refuses connections from now on. */
    public void stop() {
        try {
            listening.close();
            // Until then the kernel may hand out one more connection.
            accepting.join();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes connections again, on the same port. */
    public void start() {
        listening = listen(port);
    }

    @Override
    public void close() {
        closing.countDown();
        stop();
    }

    private ServerSocket listen(int at) {
        try {
            ServerSocket socket = sockets.createServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            accepting = daemon(() -> accept(socket));
            return socket;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon(() -> serve(connection));
            } catch (IOException ex) {
                // Closed; whether to go on is the loop's question.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            byte[] body = request(connection.getInputStream());
            events.addAll(items(body, "event"));
            feedback.addAll(items(body, "feedback"));
            next().give(connection, closing);
        } catch (Exception ex) {
            // The client has gone, which is what some tests are about.
        }
    }

    private synchronized Answer next() {
        if (script.isEmpty()) {
            return Answer.status(200);
        }
        return script.size() == 1 ? script.getFirst() : script.removeFirst();
    }

    private static byte[] request(InputStream connection) throws IOException {
        InputStream in = new BufferedInputStream(connection);
        Map<String, String> headers = new TreeMap<>();
        line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        if (!"gzip".equals(headers.get("content-encoding"))) {
            return body;
        }
        return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }

    private static List<JsonNode> items(byte[] envelope, String type) throws IOException {
        InputStream in = new ByteArrayInputStream(envelope);
        List<JsonNode> items = new ArrayList<>();
        line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            JsonNode item = JSON.readTree(line);
            byte[] payload = in.readNBytes(item.path("length").asInt());
            line(in);
            if (item.path("type").asString().equals(type)) {
                items.add(JSON.readTree(payload));
            }
        }
        return items;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "sentry-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What the server does with one request, after it has read that. */
    @FunctionalInterface
    public interface Answer {

        void give(Socket connection, CountDownLatch closing) throws Exception;

        static Answer status(int status, String... headers) {
            return (connection, closing) -> {
                OutputStream out = connection.getOutputStream();
                String head = String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList());
                String body = status == 200 ? "{\"id\":\"0\"}" : "{\"detail\":\"scripted\"}";
                out.write(("HTTP/1.1 " + status + " Scripted\r\n" + head + "Content-Length: " + body.length()
                                + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
            };
        }

        /** Holds the connection open and says nothing. */
        static Answer never() {
            return (connection, closing) -> closing.await();
        }

        /** Answers with 200 as soon as that is so. */
        static Answer when(BooleanSupplier condition) {
            return (connection, closing) -> {
                while (!condition.getAsBoolean()) {
                    if (closing.await(10, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
                status(200).give(connection, closing);
            };
        }

        /** Says one letter at a time, so that no single read waits long. */
        static Answer dripping() {
            return (connection, closing) -> {
                connection.getOutputStream().write("HTTP/1.1 200 O".getBytes(StandardCharsets.US_ASCII));
                while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                    connection.getOutputStream().write('K');
                }
            };
        }

        /** Breaks the connection off. */
        static Answer reset() {
            return (connection, closing) -> connection.setSoLinger(true, 0);
        }

        /** Closes the connection without a word. */
        static Answer silent() {
            return (connection, closing) -> {};
        }

        static Answer late(Duration delay, Answer answer) {
            return (connection, closing) -> {
                closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
                answer.give(connection, closing);
            };
        }
    }
}
