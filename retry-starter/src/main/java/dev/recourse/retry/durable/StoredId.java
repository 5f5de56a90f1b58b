package dev.recourse.retry.durable;

import java.util.UUID;

/** Makes the id of a stored call, which tells its client: so calls can be counted without reading their data. */
public final class StoredId {

    private static final int UUID_LENGTH = 36;

    /** Columns for ids hold 100 characters in some databases. */
    private static final int CLIENT_LENGTH = 60;

    private StoredId() {}

    static String of(String client) {
        return prefix(client) + "-" + UUID.randomUUID();
    }

    /** Returns how the ids of a client begin. */
    public static String prefix(String client) {
        String readable = client.replaceAll("[^A-Za-z0-9_.-]", "_");
        return readable.length() > CLIENT_LENGTH ? readable.substring(0, CLIENT_LENGTH) : readable;
    }

    /** Returns how the ids begin of the client to which the id of a call belongs. */
    public static String prefixOf(String id) {
        int end = id.length() - UUID_LENGTH - 1;
        return end > 0 ? id.substring(0, end) : "";
    }
}
