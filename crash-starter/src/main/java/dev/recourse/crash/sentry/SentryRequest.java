package dev.recourse.crash.sentry;

import io.sentry.RequestDetails;
import io.sentry.SentryOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URLConnection;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One request to Sentry's envelope endpoint, over the proxy and with the certificates that the application's options name. */
final class SentryRequest {

    private final HttpURLConnection connection;

    SentryRequest(SentryOptions options, RequestDetails request, Duration timeout) throws IOException {
        connection = open(options, request);
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        request.getHeaders().forEach(connection::setRequestProperty);
        connection.setRequestProperty("Content-Encoding", "gzip");
        connection.setRequestProperty("Content-Type", "application/x-sentry-envelope");
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Connection", "close");
    }

    /** Sends the body and returns the status of the answer. */
    int send(byte[] body) throws IOException {
        // A body of known length also keeps the connection from sending the request a second time by itself.
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("No HTTP answer");
        }
        return status;
    }

    @Nullable
    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** Ends the request, from any thread. */
    void abort() {
        connection.disconnect();
    }

    private static HttpURLConnection open(SentryOptions options, RequestDetails request) throws IOException {
        Proxy proxy = proxy(options.getProxy());
        URLConnection opened = proxy == null
                ? request.getUrl().openConnection()
                : request.getUrl().openConnection(proxy);
        SSLSocketFactory certificates = options.getSslSocketFactory();
        if (certificates != null && opened instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(certificates);
        }
        return (HttpURLConnection) opened;
    }

    private static @Nullable Proxy proxy(SentryOptions.@Nullable Proxy options) {
        if (options == null || options.getHost() == null || options.getPort() == null) {
            return null;
        }
        Proxy.Type type = options.getType() == null ? Proxy.Type.HTTP : options.getType();
        return new Proxy(type, new InetSocketAddress(options.getHost(), Integer.parseInt(options.getPort())));
    }
}
