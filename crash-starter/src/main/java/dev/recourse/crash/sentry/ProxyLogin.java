package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentry.SentryOptions;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that wants to know who asks.
 *
 * @param basic value of the header Proxy-Authorization
 */
record ProxyLogin(InetSocketAddress address, String basic) {

    /** Returns the proxy of the options, or null where there is none, or none with a user and a password. */
    static @Nullable ProxyLogin of(SentryOptions.@Nullable Proxy options) {
        Proxy proxy = proxy(options);
        if (options == null || proxy == null || proxy.type() != Proxy.Type.HTTP) {
            return null;
        }
        String user = options.getUser();
        String password = options.getPass();
        if (user == null || password == null) {
            return null;
        }
        String pair = Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
        return new ProxyLogin((InetSocketAddress) proxy.address(), "Basic " + pair);
    }

    /** Returns the proxy of the options, or null where there is none. */
    static @Nullable Proxy proxy(SentryOptions.@Nullable Proxy options) {
        if (options == null || options.getHost() == null || options.getPort() == null) {
            return null;
        }
        Proxy.Type type = options.getType() == null ? Proxy.Type.HTTP : options.getType();
        return new Proxy(type, new InetSocketAddress(options.getHost(), Integer.parseInt(options.getPort())));
    }
}
