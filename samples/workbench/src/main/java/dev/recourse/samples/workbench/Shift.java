package dev.recourse.samples.workbench;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What somebody does at the workbench until the program ends, one way or another. */
@Component
class Shift {

    private final Crash crash;

    private final Workbench workbench;

    private final SerialPort port;

    private final Autosave autosave;

    Shift(@Value("${crash:none}") Crash crash, Workbench workbench, SerialPort port, Autosave autosave) {
        this.crash = crash;
        this.workbench = workbench;
        this.port = port;
        this.autosave = autosave;
    }

    void work() throws InterruptedException {
        workbench.open("gearbox");
        workbench.take("lathe");
        port.mean();
        switch (crash) {
            case MAIN -> turn();
            case THREAD -> measure();
            case OOM -> record();
            default -> {}
        }
        autosave.awaitFirst();
    }

    private void turn() {
        throw new IllegalStateException("The " + workbench.tool() + " does not turn");
    }

    private void measure() throws InterruptedException {
        Thread thread = new Thread(() -> deviation("shaft", 12.05), "serial-port");
        thread.start();
        thread.join();
    }

    /** Returns by how much a part is larger than in its drawing. */
    double deviation(String part, double drawn) {
        List<String> lines = List.of("12.03", "12.04", "12.O6");
        double tolerance = 0.02;
        double deviation = port.mean(lines) - drawn;
        if (Math.abs(deviation) > tolerance) {
            throw new IllegalStateException("The " + part + " is scrap");
        }
        return deviation;
    }

    /** Keeps each curve that is measured, and the workbench is never switched off. */
    private static int record() {
        List<double[]> curves = new ArrayList<>();
        while (curves.size() < Integer.MAX_VALUE) {
            curves.add(new double[1000]);
        }
        return curves.size();
    }
}
