package dev.recourse.crash.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.Sensitive;
import dev.recourse.crash.capture.AppPackages;
import dev.recourse.crash.capture.FailureCapture;
import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.RenderLimits;
import dev.recourse.crash.render.ValueRenderer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecordedLocalsTests {

    private final RecordedLocals locals = locals();

    private final List<String> notes = new ArrayList<>();

    private static RecordedLocals locals() {
        return new RecordedLocals(
                new ValueRenderer(new RenderLimits(4, 20, 300), new Redactor(List.of(), List.of())), 50);
    }

    /** Loads the classes that the first value needs: on a busy machine, two threads that load them wait too long for each other. */
    @BeforeAll
    static void loadClasses() {
        assertThat(locals().render("tickets", List.of(new Ticket(1, new User()), new Login("ada", "x"))))
                .isEqualTo("[Ticket[number=1, user=<not read>], Login[user=ada, pin=***]]");
    }

    @AfterEach
    void stop() {
        locals.stop();
    }

    /** Fails as a woven method does. */
    private static Exception failing(String variables, Object... values) {
        Exception failure = new Exception("outer", new IllegalStateException("inner"));
        leave(failure.getCause(), variables, values);
        leave(failure, variables, values);
        return failure;
    }

    private static <T extends Throwable> T leave(T failure, String variables, Object... values) {
        StackTraceElement here = failure.getStackTrace()[0];
        String place = String.join(
                "/",
                here.getClassName(),
                here.getMethodName(),
                String.valueOf(here.getLineNumber()),
                "v",
                "",
                variables);
        LocalsRecorder.record(place, failure, values);
        return failure;
    }

    private List<Failure> capture(Exception failure) {
        return new FailureCapture(new AppPackages(), new Redactor(List.of(), List.of()), locals)
                .capture(failure, notes);
    }

    record Login(String user, @Sensitive String pin) {}

    @Sensitive
    record Vault(String content) {}

    @Test
    void frameHasItsLocalsRedacted() {
        locals.start();
        List<Failure> failures = capture(failing(
                "this;name;password;login;vault;url;[marked",
                this,
                "gear",
                "CANARY1",
                new Login("ada", "CANARY2"),
                new Vault("CANARY3"),
                "https://ada:CANARY4@host"));

        assertThat(failures).hasSize(2).allSatisfy(failure -> {
            Frame frame = failure.frames().get(0);
            assertThat(frame.method()).isEqualTo("failing");
            assertThat(frame.locals())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "this", getClass().getName(),
                            "name", "gear",
                            "password", "***",
                            "login", "Login[user=ada, pin=***]",
                            "vault", "***",
                            "url", "https://***@host",
                            "marked", "***"));
        });
        assertThat(failures.toString()).doesNotContain("CANARY");
        assertThat(notes).isEmpty();
    }

    private static final ThreadLocal<String> NAME = ThreadLocal.withInitial(() -> "nobody");

    static final class User {

        @Override
        public String toString() {
            return NAME.get();
        }
    }

    record Ticket(int number, User user) {}

    record Greeting(String name) {

        @Override
        public String name() {
            return NAME.get();
        }
    }

    static final class Names extends AbstractList<String> {

        @Override
        public String get(int index) {
            return NAME.get();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** Locals are read on another thread: there they would be the texts of another user. */
    @Test
    void valueWhenItAsksForAThreadLocalIsNotReadWithinOthersEither() {
        locals.start();
        NAME.set("ann");
        Map<String, String> shown = capture(failing(
                        "user;list;map;key;entry;optional;reference;ticket;greeting;names;array;nested",
                        new User(),
                        Arrays.asList(1, new User(), 2),
                        Map.of("by", new User()),
                        Map.of(new User(), 1),
                        Map.entry("by", new User()),
                        Optional.of(new User()),
                        new AtomicReference<>(new User()),
                        new Ticket(5, new User()),
                        new Greeting("ada"),
                        new Names(),
                        new User[] {new User()},
                        Map.of("all", List.of(Optional.of(new Ticket(6, new User()))))))
                .get(0)
                .frames()
                .get(0)
                .locals();

        assertThat(shown)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("user", "<not read>"),
                        Map.entry("list", "[1, <not read>, 2]"),
                        Map.entry("map", "{by=<not read>}"),
                        Map.entry("key", "{<not read>=1}"),
                        Map.entry("entry", "by=<not read>"),
                        Map.entry("optional", "Optional[<not read>]"),
                        Map.entry("reference", "AtomicReference[<not read>]"),
                        Map.entry("ticket", "Ticket[number=5, user=<not read>]"),
                        Map.entry("greeting", "<not read>"),
                        Map.entry("names", "<not read>"),
                        Map.entry("array", "[<not read>]"),
                        Map.entry("nested", "{all=[Optional[Ticket[number=6, user=<not read>]]]}")));
    }

    @Test
    void frameWhenNothingIsStartedHasNoLocals() {
        assertThat(capture(failing("x", 1)).get(0).frames().get(0).locals()).isEmpty();
    }

    @Test
    void frameWhenAnEarlierOneIsStoppedHasThoseOfTheLater() {
        RecordedLocals earlier = locals();
        earlier.start();
        locals.start();
        earlier.stop();
        assertThat(capture(failing("x", 1)).get(0).frames().get(0).locals()).containsEntry("x", "1");
    }

    @Test
    void notesWhenNotAllCouldBeRecordedSaySo() {
        locals.start();
        for (int i = 0; i < 100; i++) {
            capture(leave(new Exception(), "x", i));
        }
        assertThat(notes)
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note).startsWith("Local variables of some frames are missing"));
    }
}
