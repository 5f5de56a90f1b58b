package dev.recourse.samples.relay;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Node} in a process of its own. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final BufferedWriter orders;

    /** Starts the process, and returns when the node is ready. */
    NodeProcess(String name, String shop, List<String> properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith("relay.jar")) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, RelayApplication.class.getName()));
        }
        command.addAll(List.of("--node=" + name, "--shop.url=" + shop));
        command.addAll(properties);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); !Node.READY.equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IOException("Node " + name + " does not start");
            }
        }
    }

    void order(int number) throws IOException {
        orders.write(Integer.toString(number));
        orders.newLine();
        orders.flush();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Lets it finish what it does. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            orders.close();
        }
        try {
            process.waitFor();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
