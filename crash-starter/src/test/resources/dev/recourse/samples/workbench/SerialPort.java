package dev.recourse.samples.workbench;

import dev.recourse.crash.CrashContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A simulated serial port, on which a gauge sends what it measures. */
@Component
class SerialPort {

    private static final List<String> LINES = List.of("12.01", "12.02", "12.04");

    private volatile @Nullable Reading last;

    /** One value of the gauge. */
    record Reading(String line, double millimetres) {}

    @CrashContext("serial")
    @Nullable
    Reading last() {
        return last;
    }

    /** Reads what the gauge sends. */
    void readAll() {
        LINES.forEach(this::read);
    }

    /** Reads a line. */
    void read(String line) {
        try {
            last = new Reading(line, Double.parseDouble(line));
        } catch (NumberFormatException ex) {
            throw new IllegalStateException("The gauge sent \"" + line + "\"", ex);
        }
    }
}
