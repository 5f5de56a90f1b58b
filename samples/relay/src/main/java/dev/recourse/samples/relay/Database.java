package dev.recourse.samples.relay;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.h2.tools.Server;
import org.springframework.util.FileSystemUtils;

/**
 * A database that outlives the nodes.
 *
 * @param name for people
 * @param url of its connections
 * @param user of its connections
 * @param stop ends it
 */
record Database(String name, String url, String user, Closeable stop) implements Closeable {

    static Database postgres() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        return new Database("PostgreSQL", postgres.getJdbcUrl("postgres", "postgres"), "postgres", postgres);
    }

    static Database h2() throws IOException, SQLException {
        Path directory = Files.createTempDirectory("relay");
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
                .start();
        return new Database(
                "H2", "jdbc:h2:tcp://localhost:" + server.getPort() + "/./relay;WRITE_DELAY=0", "sa", () -> {
                    server.stop();
                    FileSystemUtils.deleteRecursively(directory);
                });
    }

    /** Returns what a node needs to know. */
    List<String> properties() {
        return List.of("--spring.datasource.url=" + url, "--spring.datasource.username=" + user);
    }

    @Override
    public void close() throws IOException {
        stop.close();
    }
}
