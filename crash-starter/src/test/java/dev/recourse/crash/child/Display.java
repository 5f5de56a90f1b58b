package dev.recourse.crash.child;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A display that nobody sees. */
record Display(Process process, String name) implements AutoCloseable {

    /**
     * Starts it, without keys that repeat where a slow machine lets go of one late. Where there is none the test is skipped, or fails if
     * RECOURSE_DISPLAY says that there must be one.
     */
    static Display start() throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("Xvfb", "-displayfd", "1", "-r", "-nolisten", "tcp")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException ex) {
            if ("required".equals(System.getenv("RECOURSE_DISPLAY"))) {
                throw ex;
            }
            assumeThat(false)
                    .as("Tests of windows need Xvfb on the path; skipped")
                    .isTrue();
            throw ex;
        }
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        return new Display(process, ":" + out.readLine().strip());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
