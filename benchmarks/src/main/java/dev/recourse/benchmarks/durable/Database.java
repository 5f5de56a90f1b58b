package dev.recourse.benchmarks.durable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A database that keeps on disk what was committed. */
public enum Database {
    POSTGRESQL("PostgreSQL") {
        @Override
        Running start() throws IOException {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            return new Running(server.getJdbcUrl("postgres", "postgres"), "postgres", server);
        }
    },
    H2("H2 in a file") {
        @Override
        Running start() throws IOException {
            Path directory = Files.createTempDirectory("durable");
            return new Running(
                    "jdbc:h2:" + directory.resolve("calls") + ";WRITE_DELAY=0",
                    "sa",
                    () -> FileSystemUtils.deleteRecursively(directory));
        }
    };

    private final String label;

    Database(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract Running start() throws IOException;

    /** A database that runs until it is closed. */
    record Running(String url, String user, Closeable stop) implements Closeable {

        @Override
        public void close() throws IOException {
            stop.close();
        }
    }
}
