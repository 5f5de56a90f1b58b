package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on loopback that asks for user and password before it forwards a request or opens a tunnel. */
public final class TestProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final String challenge;
    private final String accepted;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TestProxy(String challenge, String accepted) {
        this.challenge = challenge;
        this.accepted = accepted;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        daemon(this::accept);
    }

    /** Asks by the Basic scheme. */
    public static TestProxy basic(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
        return new TestProxy("Basic realm=\"proxy\"", "Basic " + pair);
    }

    /** Asks by the Digest scheme, with an algorithm that this JDK takes, and believes whoever names this user. */
    static TestProxy digest(String user) {
        String algorithm = Runtime.version().feature() < 19 ? "MD5" : "SHA-256";
        return new TestProxy(
                "Digest realm=\"proxy\", nonce=\"abc\", qop=\"auth\", algorithm=" + algorithm,
                "Digest username=\"" + user + "\"");
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Returns the request lines so far, each with the status with which the proxy refused it, or 200. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            } catch (IOException ex) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String line = line(in);
            Map<String, String> headers = new TreeMap<>();
            for (String next = line(in); !next.isEmpty(); next = line(in)) {
                int colon = next.indexOf(':');
                headers.put(
                        next.substring(0, colon).toLowerCase(Locale.ROOT),
                        next.substring(colon + 1).strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            String[] words = line.split(" ");
            if (!headers.getOrDefault("proxy-authorization", "").startsWith(accepted)) {
                refuse(client, words[0], "407 Proxy Authentication Required", "Proxy-Authenticate: " + challenge);
            } else if (words[0].equals("CONNECT")) {
                tunnel(client, words[1]);
            } else {
                forward(client, words, headers, body);
            }
        } catch (IOException ex) {
            // somebody has gone
        }
    }

    private void refuse(Socket client, String method, String status, String header) throws IOException {
        requests.add(method + ' ' + status.substring(0, 3));
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + header + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(ISO_8859_1));
    }

    private void tunnel(Socket client, String authority) throws IOException {
        int colon = authority.lastIndexOf(':');
        String host = authority.substring(0, colon);
        if (host.equals("forbidden.example")) {
            refuse(client, "CONNECT", "403 Forbidden", "X: y");
            return;
        }
        // names that nobody resolves are this machine
        try (Socket server =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(authority.substring(colon + 1)))) {
            requests.add("CONNECT 200");
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
            daemon(() -> copy(client, server));
            copy(server, client);
        }
    }

    private void forward(Socket client, String[] words, Map<String, String> headers, byte[] body) throws IOException {
        URI target = URI.create(words[1]);
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
            requests.add(words[0] + " 200");
            StringBuilder head = new StringBuilder(words[0] + ' ' + target.getRawPath() + " HTTP/1.1\r\n");
            headers.forEach((name, value) -> {
                if (!name.startsWith("proxy-")) {
                    head.append(name).append(": ").append(value).append("\r\n");
                }
            });
            OutputStream out = server.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
            out.write(body);
            copy(server, client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ex) {
            // one of them has gone
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
