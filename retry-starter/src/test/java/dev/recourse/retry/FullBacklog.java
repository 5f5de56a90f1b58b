package dev.recourse.retry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Listens on loopback with a queue so full that the kernel drops every further attempt to connect. */
public final class FullBacklog implements AutoCloseable {

    private final ServerSocket server;

    private final Deque<Socket> queued = new ArrayDeque<>();

    public FullBacklog() {
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            while (connects()) {
                // each one that connects takes a place in the queue
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private boolean connects() throws IOException {
        Socket socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(server.getLocalSocketAddress(), 50);
            return true;
        } catch (SocketTimeoutException ex) {
            return false;
        }
    }

    public String url(String path) {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + path;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        server.close();
    }
}
