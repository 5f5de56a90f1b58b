package dev.recourse.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** What tests need that start a program. */
public final class TestPrograms {

    private TestPrograms() {}

    /**
     * Skips a test whose program is not there.
     *
     * @param variable of the environment; the test fails if it is {@code required}
     * @param need says which program that is
     */
    public static void need(boolean isThere, String variable, String need) {
        if ("required".equals(System.getenv(variable))) {
            assertThat(isThere).as(need).isTrue();
        }
        assumeThat(isThere).as(need + "; skipped").isTrue();
    }

    /** Returns a port on which nothing listens now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
