package dev.recourse.crash.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A display that nobody sees. */
record Display(Process process, String name) implements AutoCloseable {

    static Display start() throws IOException {
        Process process = new ProcessBuilder("Xvfb", "-displayfd", "1", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        return new Display(process, ":" + out.readLine().strip());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
