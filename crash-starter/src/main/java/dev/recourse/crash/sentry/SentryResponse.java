package dev.recourse.crash.sentry;

import dev.recourse.crash.Delivery;
import java.io.IOException;
import java.net.HttpURLConnection;

/**
 * What came of one event on its way to Sentry.
 *
 * @param words to show a person
 */
record SentryResponse(Delivery delivery, String words) {

    /**
     * Reads a status of the envelope endpoint.
     *
     * <p>Only 200 says that Sentry has the event. 400, 413, 415 and 422 judge the event itself, which will be the same
     * the next time. Everything else is about something that can change: 401, 403 and 404 about a DSN that can be
     * mended, 407 about a proxy, 429 about a quota, a redirection or 202 about something between here and Sentry, 5xx about its health.
     */
    static SentryResponse ofStatus(int status) {
        Delivery delivery =
                switch (status) {
                    case 200 -> Delivery.DELIVERED;
                    case 400, 413, 415, 422 -> Delivery.REFUSED;
                    default -> Delivery.LATER;
                };
        String who = status == HttpURLConnection.HTTP_PROXY_AUTH ? "The proxy" : "Sentry";
        return new SentryResponse(delivery, who + " answered " + status);
    }

    /** Returns whether a smaller event may be taken. */
    boolean isTooLarge() {
        return equals(ofStatus(HttpURLConnection.HTTP_ENTITY_TOO_LARGE));
    }

    static SentryResponse later(String words) {
        return new SentryResponse(Delivery.LATER, words);
    }

    static SentryResponse refused(String words) {
        return new SentryResponse(Delivery.REFUSED, words);
    }

    /**
     * Returns the outcome as a sender tells it.
     *
     * @throws IOException for {@link Delivery#LATER}, because its message reaches the report
     */
    Delivery orThrow() throws IOException {
        if (delivery == Delivery.LATER) {
            throw new IOException(words);
        }
        return delivery;
    }
}
