package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.LocalsRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that is woven, runs in this process, and fails. */
final class Program {

    /** Renders where it is thrown: on another thread, and a busy machine, a value may not come in time. */
    static final LocalsRenderer PLAIN = new LocalsRenderer() {

        @Override
        public String render(String name, Object value) {
            return value == null || value instanceof Number || value instanceof String
                    ? String.valueOf(value)
                    : value.getClass().getSimpleName();
        }

        @Override
        public boolean isPlain(Object value) {
            return true;
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Woven woven;
    private final String main;

    private Program(Woven woven, String main) {
        this.woven = woven;
        this.main = main;
    }

    /** Returns a name for the class of one program: programs that share one share the budget of its places too. */
    static String newName() {
        return "Sample" + COUNT.incrementAndGet();
    }

    /** Weaves all classes but those of {@code Library}, which nobody weaves. */
    static Program of(Map<String, byte[]> classes, String main) {
        Map<String, byte[]> woven = new LinkedHashMap<>(classes);
        Weaver weaver = new Weaver();
        SensitiveMembers members =
                new SensitiveMembers(type -> classes.get(type.replace('/', '.')), new SensitiveMembers.Known());
        woven.replaceAll((name, bytes) -> name.startsWith("Library")
                ? bytes
                : weaver.weave(bytes, members).bytes());
        return new Program(new Woven(woven, LocalsRecorder.class.getClassLoader()), main);
    }

    /** Runs it on a thread of its own; returns what came out. */
    Throwable fail(Object... arguments) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        LocalsRecorder.renderWith(PLAIN);
        Thread thread = new Thread(() -> {
            try {
                woven.call(main, "run", arguments);
            } catch (Throwable failure) {
                failures.add(failure);
            }
        });
        thread.start();
        thread.join();
        if (failures.isEmpty()) {
            throw new AssertionError("It did not fail");
        }
        return failures.get(0);
    }

    /** Runs it; returns a line for each frame of the exception and its causes. */
    List<String> shown(Object... arguments) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        Throwable around = null;
        for (Throwable next = fail(arguments); next != null; next = next.getCause()) {
            if (around != null) {
                lines.add("caused by");
            }
            lines.addAll(Shown.lines(next, around, main));
            around = next;
        }
        return lines;
    }
}
