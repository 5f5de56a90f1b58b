package dev.recourse.samples.workbench;

import org.springframework.stereotype.Component;

/** Knows which project is open, and which tool is in use. */
@Component
class Workbench {

    private volatile String project = "";

    private volatile String tool = "";

    void open(String name) {
        project = name;
    }

    void take(String name) {
        tool = name;
    }

    String project() {
        return project;
    }

    String tool() {
        return tool;
    }

    /** Returns where projects are kept; with a password, which no report tells. */
    String server() {
        return "https://ada:lovelace@projects.acme.example";
    }
}
