package dev.recourse.retry.failure;

import static dev.recourse.retry.failure.IoFailure.CONNECTION_LOSS;
import static dev.recourse.retry.failure.IoFailure.CONNECT_FAILURE;
import static dev.recourse.retry.failure.IoFailure.CONNECT_TIMEOUT;
import static dev.recourse.retry.failure.IoFailure.READ_TIMEOUT;
import static dev.recourse.retry.failure.IoFailure.STREAM_REFUSED;
import static java.util.Map.entry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells the kind of an I/O failure by the names of its classes, and by its message where they do not suffice. */
final class IoFailureClassifier {

    /** The nearest class in the hierarchy of an exception decides. */
    private static final Map<String, IoFailure> KINDS = Map.ofEntries(
            entry("java.net.http.HttpConnectTimeoutException", CONNECT_TIMEOUT),
            entry("org.apache.hc.client5.http.ConnectTimeoutException", CONNECT_TIMEOUT),
            entry("org.apache.hc.core5.http.ConnectionRequestTimeoutException", CONNECT_TIMEOUT),
            entry("io.netty.channel.ConnectTimeoutException", CONNECT_TIMEOUT),
            entry("io.netty.handler.ssl.SslHandshakeTimeoutException", CONNECT_TIMEOUT),
            entry("reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException", CONNECT_TIMEOUT),
            entry("java.net.SocketTimeoutException", READ_TIMEOUT),
            entry("java.net.http.HttpTimeoutException", READ_TIMEOUT),
            entry("java.util.concurrent.TimeoutException", READ_TIMEOUT),
            entry("io.netty.handler.timeout.TimeoutException", READ_TIMEOUT),
            entry("java.net.BindException", CONNECT_FAILURE),
            entry("java.net.ConnectException", CONNECT_FAILURE),
            entry("java.net.NoRouteToHostException", CONNECT_FAILURE),
            entry("java.net.SocketException", CONNECTION_LOSS),
            entry("java.net.UnknownHostException", CONNECT_FAILURE),
            entry("java.nio.channels.ClosedChannelException", CONNECTION_LOSS),
            entry("java.nio.channels.UnresolvedAddressException", CONNECT_FAILURE),
            entry("javax.net.ssl.SSLException", CONNECTION_LOSS),
            entry("javax.net.ssl.SSLHandshakeException", CONNECT_FAILURE),
            entry("javax.net.ssl.SSLPeerUnverifiedException", CONNECT_FAILURE),
            entry("java.io.EOFException", CONNECTION_LOSS),
            entry("org.apache.hc.core5.http.ConnectionClosedException", CONNECTION_LOSS),
            entry("org.apache.hc.core5.http.MalformedChunkCodingException", CONNECTION_LOSS),
            entry("org.apache.hc.core5.http.NoHttpResponseException", CONNECTION_LOSS),
            entry("org.apache.hc.core5.http.ParseException", CONNECTION_LOSS),
            entry("org.apache.hc.core5.http.RequestNotExecutedException", STREAM_REFUSED),
            entry("okhttp3.internal.http2.ConnectionShutdownException", STREAM_REFUSED),
            entry("org.eclipse.jetty.http.HttpException$RuntimeException", CONNECTION_LOSS),
            entry("io.netty.handler.codec.PrematureChannelClosureException", CONNECTION_LOSS),
            entry("reactor.netty.channel.AbortedException", CONNECTION_LOSS),
            entry("reactor.netty.http.client.PrematureCloseException", CONNECTION_LOSS));

    private static final Pattern NOT_CONNECTED_IN_TIME =
            Pattern.compile("(?i)connect(ion)? time(d )?out|failed to connect");

    /** Said only of the first thing that the server ever sends. */
    private static final Pattern NO_TLS = Pattern.compile("(?i)unrecognized SSL message");

    /** What the clients make of REFUSED_STREAM, and of a GOAWAY that leaves the request out (JDK 17 and 25, OkHttp). */
    private static final Pattern NOT_PROCESSED =
            Pattern.compile("(?i)stream not processed|request not processed by peer|refused[_ ]stream");

    private static final Pattern CONNECTION_LOST = Pattern.compile("(?i)connection (reset|closed|abort|refused)"
            + "|forcibly closed|broken pipe|received no bytes|goaway|rst_stream"
            + "|chunked transfer encoding, state|content-length: \\d+, bytes received"
            + "|premature eof|unexpected end of (file from server|stream on)");

    private static final Pattern CLOSED_BY_READER = Pattern.compile("^(closed|(subscription|Stream \\d+) cancelled)$");

    private IoFailureClassifier() {}

    /** Returns the kind that this very exception reports, whatever its causes. */
    static @Nullable IoFailure of(Throwable exception) {
        if (exception instanceof ClosedByInterruptException) {
            return null;
        }
        if ((exception instanceof SocketTimeoutException || exception instanceof ConnectException)
                && says(NOT_CONNECTED_IN_TIME, exception)) {
            return CONNECT_TIMEOUT;
        }
        if (exception instanceof SSLException && says(NO_TLS, exception)) {
            return CONNECT_FAILURE;
        }
        if (exception instanceof IOException && says(NOT_PROCESSED, exception)) {
            return STREAM_REFUSED;
        }
        IoFailure kind = ofType(exception.getClass());
        if (kind != null) {
            return kind;
        }
        // The message of one with a cause often quotes the cause, which is looked at in its own turn.
        return isCallTimeoutOfOkHttp(exception)
                ? READ_TIMEOUT
                : exception instanceof IOException && exception.getCause() == null ? byMessage(exception) : null;
    }

    /** Returns the kind that exceptions of this type report, if the type alone tells it. */
    static @Nullable IoFailure ofType(Class<?> exceptionType) {
        for (Class<?> type = exceptionType; type != null; type = type.getSuperclass()) {
            IoFailure kind = KINDS.get(type.getName());
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    private static @Nullable IoFailure byMessage(Throwable exception) {
        if (isBodyTimeoutOfJdkClient(exception)) {
            return READ_TIMEOUT;
        }
        return says(CONNECTION_LOST, exception) ? CONNECTION_LOSS : null;
    }

    /** The limit of a whole call has no type of its own. */
    private static boolean isCallTimeoutOfOkHttp(Throwable exception) {
        return exception.getClass() == InterruptedIOException.class && "timeout".equals(exception.getMessage());
    }

    /** Spring bounds the reading of such a body by closing it, which leaves no other trace of the timeout. */
    private static boolean isBodyTimeoutOfJdkClient(Throwable exception) {
        StackTraceElement[] trace = exception.getStackTrace();
        return says(CLOSED_BY_READER, exception)
                && trace.length > 0
                && trace[0].getClassName().startsWith("jdk.internal.net.http.");
    }

    private static boolean says(Pattern pattern, Throwable exception) {
        return pattern.matcher(Objects.requireNonNullElse(exception.getMessage(), ""))
                .find();
    }
}
