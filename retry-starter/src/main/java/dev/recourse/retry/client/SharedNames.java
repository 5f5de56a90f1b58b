package dev.recourse.retry.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Names clients and scopes for other nodes, with nothing but letters, digits and {@code . - * _ % + / :}.
 *
 * <p>{@code github} is a client, {@code default/orders} the bean {@code orders} whose calls name none, and what follows a
 * colon is the hash of a scope, which may be a secret.
 */
public final class SharedNames {

    private SharedNames() {}

    static String of(String client) {
        return URLEncoder.encode(client, StandardCharsets.UTF_8);
    }

    static String ofBean(String client, String bean) {
        return of(client) + "/" + of(bean);
    }

    static String of(String whole, String scope) {
        return whole + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash(scope));
    }

    /** Returns whether a name stands for a client, a bean whose calls name that client, or a scope of either. */
    public static boolean isOf(String client, String name) {
        String own = of(client);
        return name.equals(own) || name.startsWith(own + "/") || name.startsWith(own + ":");
    }

    private static byte[] hash(String scope) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(scope.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
