package dev.recourse.samples.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import redis.embedded.RedisServer;

/**
 * A Redis in which the nodes keep what the shop asked one of them for.
 *
 * @param port of its connections
 * @param server is stopped at the end
 */
record Redis(int port, RedisServer server) implements Closeable {

    static Redis start() throws IOException {
        int port = freePort();
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        return new Redis(port, server);
    }

    /** Returns what a node needs to know. */
    List<String> properties() {
        return List.of("--recourse.retry.clients.shop.cooldown=redis", "--spring.data.redis.port=" + port);
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
