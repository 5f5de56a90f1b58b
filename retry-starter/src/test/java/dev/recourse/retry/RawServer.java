package dev.recourse.retry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves HTTP on loopback as a test scripts it, byte by byte and connection by connection. */
public final class RawServer implements AutoCloseable {

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final ServerSocket server;

    private final List<Script> scripts;

    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();

    private RawServer(ServerSocket server, Script... scripts) {
        this.server = server;
        this.scripts = List.of(scripts);
        daemon(this::accept);
    }

    /** Starts a server whose first script serves the first connection, and whose last serves all that are left. */
    public static RawServer start(Script... scripts) {
        try {
            return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), scripts);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Starts a server on a socket of the caller's, such as one that speaks TLS. */
    public static RawServer start(ServerSocket socket, Script... scripts) {
        return new RawServer(socket, scripts);
    }

    /** Returns a complete response with its {@code Content-Length}, after which the connection ends. */
    public static String response(int status, String body, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 " + status + " Scripted\r\n" + lines + "Connection: close\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    /** Reads the request, writes the text as it stands and closes the connection. */
    public static Script answer(String text) {
        return exchange -> {
            exchange.readRequest();
            exchange.write(text);
        };
    }

    /** Reads the request, writes the text and then nothing more, until the client hangs up. */
    public static Script answerThenStall(String text) {
        return exchange -> {
            exchange.readRequest();
            exchange.write(text);
            exchange.stall();
        };
    }

    /** Reads the request, writes the text and sends a reset (a real RST). */
    public static Script answerThenReset(String text) {
        return exchange -> {
            exchange.readRequest();
            exchange.write(text);
            exchange.reset();
        };
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Returns the http URL of a path, which begins with a slash. */
    public String url(String path) {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + port() + path;
    }

    /** Returns the requests read so far, head and body, in the order of their arrival. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.keySet().forEach(RawServer::closeQuietly);
    }

    private void accept() {
        for (int connections = 0; !server.isClosed(); connections++) {
            try {
                Socket connection = server.accept();
                open.put(connection, true);
                Script script = scripts.get(Math.min(connections, scripts.size() - 1));
                daemon(() -> serve(connection, script));
            } catch (IOException ex) {
                // closed, or a client that is gone before it was served
            }
        }
    }

    private void serve(Socket connection, Script script) {
        try (connection) {
            script.serve(new Exchange(connection, requests));
        } catch (IOException ex) {
            // the client hung up, which is how many a test ends
        } finally {
            open.remove(connection);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception ex) {
            // it is of no use any more either way
        }
    }

    /** What happens on one connection, which is closed afterwards. */
    @FunctionalInterface
    public interface Script {

        void serve(Exchange exchange) throws IOException;
    }

    /** One connection as its script handles it. */
    public static final class Exchange {

        private final Socket connection;

        private final List<String> requests;

        private Exchange(Socket connection, List<String> requests) {
            this.connection = connection;
            this.requests = requests;
        }

        /** Reads one request with its body, so that closing the connection does not reset it. */
        public String readRequest() throws IOException {
            String head = readThrough("\r\n\r\n");
            String request = head + readBody(head);
            requests.add(request);
            return request;
        }

        /** Reads the first byte of a request. */
        public void readByte() throws IOException {
            connection.getInputStream().read();
        }

        public void write(String text) throws IOException {
            connection.getOutputStream().write(text.getBytes(UTF_8));
            connection.getOutputStream().flush();
        }

        /** Waits until the client hangs up or the server is closed. */
        public void stall() throws IOException {
            while (connection.getInputStream().read() >= 0) {
                // whatever the client still sends
            }
        }

        /** Refuses each stream of HTTP/2 that the client opens from now on (RFC 9113 sections 4.1, 6.4 and 8.7). */
        public void refuseStreams() throws IOException {
            readThrough("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            DataInputStream in = new DataInputStream(connection.getInputStream());
            while (true) {
                int lengthAndType = in.readInt();
                in.readByte();
                int stream = in.readInt();
                in.skipNBytes(lengthAndType >>> 8);
                if ((lengthAndType & 0xFF) == 1) {
                    write("\0\0\4\3\0\0\0\0" + (char) stream + "\0\0\0\7");
                }
            }
        }

        public void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
        }

        private String readBody(String head) throws IOException {
            Matcher length = CONTENT_LENGTH.matcher(head);
            if (length.find()) {
                byte[] body = connection.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
                return new String(body, UTF_8);
            }
            boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            return chunked ? readThrough("0\r\n\r\n") : "";
        }

        private String readThrough(String end) throws IOException {
            InputStream in = connection.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.length() < end.length() || text.lastIndexOf(end) != text.length() - end.length()) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("The client hung up after: " + text);
                }
                text.append(new String(new byte[] {(byte) next}, ISO_8859_1));
            }
            return text.toString();
        }
    }
}
