package dev.recourse.retry.cluster;

import dev.recourse.retry.TestPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/** A real Redis in memory, which can be killed and started again on its port, empty. */
public final class TestRedis implements AutoCloseable {

    private final int port;
    private RedisServer server;
    private final LettuceConnectionFactory connections;

    private TestRedis() {
        this.port = TestPrograms.freePort();
        this.server = start(port);
        this.connections = new LettuceConnectionFactory("localhost", port);
        connections.afterPropertiesSet();
        connections.start();
    }

    public static TestRedis start() {
        return new TestRedis();
    }

    public int port() {
        return port;
    }

    /** Returns what looks into it beside the nodes. */
    StringRedisTemplate template() {
        return new StringRedisTemplate(connections);
    }

    /** Sends a command: {@code "ACL", "SETUSER", …}. */
    void command(String command, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        template().execute((RedisCallback<Object>) connection -> connection.execute(command, bytes));
    }

    void kill() {
        try {
            server.stop();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void restart() {
        server = start(port);
    }

    @Override
    public void close() {
        connections.destroy();
        kill();
    }

    private static RedisServer start(int port) {
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .onShutdownForceStop(true)
                    .build();
            server.start();
            return server;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
