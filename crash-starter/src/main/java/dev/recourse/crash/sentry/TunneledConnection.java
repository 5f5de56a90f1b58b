package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An https connection through a proxy that wants user and password (CONNECT, RFC 9110 section 9.3.6).
 *
 * <p>The JDK's clients send no Basic credentials with CONNECT unless {@code jdk.http.auth.tunneling.disabledSchemes} is changed for the whole
 * process. Where user and password are set for this proxy, they are meant for it.
 */
final class TunneledConnection implements AutoCloseable {

    private static final int HTTPS = 443;

    private final Socket socket = new Socket(Proxy.NO_PROXY);

    private final ProxyLogin login;

    private final URL url;

    private final Deadline deadline;

    TunneledConnection(ProxyLogin login, URL url, Deadline deadline) {
        this.login = login;
        this.url = url;
        this.deadline = deadline;
    }

    /**
     * Sends one request and returns its answer, or that of the proxy if it asks for other credentials (407).
     *
     * @throws IOException also if the proxy refuses the tunnel: that says nothing about the request
     */
    HttpReply post(Map<String, String> headers, byte[] body, SSLSocketFactory certificates) throws IOException {
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        String authority = url.getHost() + ':' + port;
        socket.connect(login.address(), SentryRequest.millis(deadline));
        socket.setSoTimeout(SentryRequest.millis(deadline));
        write(
                socket.getOutputStream(),
                "CONNECT " + authority,
                Map.of("Host", authority, "Proxy-Authorization", login.basic()),
                new byte[0]);
        HttpReply tunnel = HttpReply.read(socket.getInputStream());
        if (tunnel.status() == HttpURLConnection.HTTP_PROXY_AUTH) {
            return tunnel;
        }
        if (tunnel.status() >= 300) {
            throw new IOException("The proxy answered CONNECT with " + tunnel.status());
        }
        SSLSocket tls = (SSLSocket) certificates.createSocket(socket, unbracketed(url.getHost()), port, true);
        tls.setSoTimeout(SentryRequest.millis(deadline));
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Host", url.getPort() < 0 ? url.getHost() : authority);
        all.put("Content-Length", Integer.toString(body.length));
        write(tls.getOutputStream(), "POST " + url.getFile(), all, body);
        return HttpReply.read(tls.getInputStream());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ex) {
            // it is of no more use either way
        }
    }

    private static void write(OutputStream out, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder(target).append(" HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
    }

    /** Returns a host as sockets want it: an IPv6 address without brackets. */
    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
