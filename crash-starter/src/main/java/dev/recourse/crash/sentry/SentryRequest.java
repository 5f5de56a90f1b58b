package dev.recourse.crash.sentry;

import dev.recourse.crash.time.Deadline;
import io.sentry.RequestDetails;
import io.sentry.SentryOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request to Sentry's envelope endpoint, over the proxy and with the certificates that the application's options name.
 *
 * <p>User and password of the options go to the proxy by the Basic scheme. A proxy that asks for another scheme is left to the JDK, which
 * asks the authenticator that the SDK, or the application, has set.
 */
final class SentryRequest {

    private static final Duration SLACK = Duration.ofMillis(250);

    private final SentryOptions options;

    private final RequestDetails details;

    private final Deadline deadline;

    private volatile Runnable close = () -> {};

    private volatile boolean aborted;

    SentryRequest(SentryOptions options, RequestDetails details, Deadline deadline) {
        this.options = options;
        this.details = details;
        this.deadline = deadline;
    }

    /** Sends the body and returns the answer. */
    HttpReply send(byte[] body) throws IOException {
        ProxyLogin login = ProxyLogin.of(options.getProxy());
        HttpReply reply = login != null && details.getUrl().getProtocol().equalsIgnoreCase("https")
                ? tunneled(body, login)
                : direct(body, login, true);
        boolean refused = login != null && reply.asksForBasic();
        if (reply.status() == HttpURLConnection.HTTP_PROXY_AUTH && !refused) {
            // The JDK answers a challenge only where it can send the body once more.
            return direct(body, null, false);
        }
        return reply;
    }

    /** Ends the request, from any thread. */
    void abort() {
        aborted = true;
        close.run();
    }

    private HttpReply tunneled(byte[] body, ProxyLogin login) throws IOException {
        try (TunneledConnection connection = new TunneledConnection(login, details.getUrl(), deadline)) {
            onAbort(connection::close);
            return connection.post(headers(), body, certificates());
        }
    }

    private HttpReply direct(byte[] body, @Nullable ProxyLogin login, boolean streaming) throws IOException {
        HttpURLConnection connection = open();
        onAbort(connection::disconnect);
        int millis = millis(deadline);
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        headers().forEach(connection::setRequestProperty);
        if (login != null) {
            connection.setRequestProperty("Proxy-Authorization", login.basic());
        }
        if (streaming) {
            // This also keeps the connection from sending the request a second time by itself.
            connection.setFixedLengthStreamingMode(body.length);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return HttpReply.of(connection);
    }

    /** Returns the timeout of a socket: a little longer than somebody waits for the answer, so that he says for how long he did. */
    static int millis(Deadline deadline) {
        return (int)
                Math.min(Integer.MAX_VALUE, deadline.remaining().plus(SLACK).toMillis());
    }

    private void onAbort(Runnable action) {
        close = action;
        if (aborted) {
            action.run();
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(details.getHeaders());
        headers.put("Content-Encoding", "gzip");
        headers.put("Content-Type", "application/x-sentry-envelope");
        headers.put("Accept", "application/json");
        headers.put("Connection", "close");
        return headers;
    }

    private SSLSocketFactory certificates() {
        SSLSocketFactory own = options.getSslSocketFactory();
        return own == null ? HttpsURLConnection.getDefaultSSLSocketFactory() : own;
    }

    private HttpURLConnection open() throws IOException {
        Proxy proxy = ProxyLogin.proxy(options.getProxy());
        URLConnection opened = proxy == null
                ? details.getUrl().openConnection()
                : details.getUrl().openConnection(proxy);
        if (opened instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(certificates());
        }
        return (HttpURLConnection) opened;
    }
}
