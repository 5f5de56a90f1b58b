package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of processes that run with the agent. */
@Tag("child")
class ChildLocalsTests {

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() throws Exception {
        child = new Child(work).agent();
    }

    private CrashReport report(String crash) throws Exception {
        child.run(crash);
        assertThat(child.reports("pending")).hasSize(1);
        return child.reports("pending").get(0);
    }

    private static Map<String, String> locals(Failure failure, String method) {
        List<Frame> frames = failure.frames().stream()
                .filter(frame -> frame.method().equals(method))
                .toList();
        assertThat(frames).as(method).hasSize(1);
        return frames.get(0).locals();
    }

    @Test
    void reportHasTheLocalsOfEachFrame() throws Exception {
        CrashReport report = report("locals");

        Failure failure = report.failure();
        assertThat(report.notes()).isEmpty();
        assertThat(locals(failure, "boom")).containsExactly(entry("message", "boom at shaft"));
        assertThat(locals(failure, "measure"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "part", "shaft",
                        "pin", "***",
                        "count", "40",
                        "password", "***",
                        "total", "1099511627776",
                        "mean", "0.5",
                        "logins", "[Login[user=ada, password=***, pet=***]]",
                        "i", "3"));
        assertThat(Files.readString(child.files("pending").get(0))).doesNotContain("CANARY");
    }

    @Test
    void reportOfAFailureInAFutureHasTheLocalsOfBothThreads() throws Exception {
        List<Failure> failures = report("future").exceptions();
        assertThat(failures).hasSize(2);
        assertThat(locals(failures.get(0), "main")).containsKey("task");
        assertThat(locals(failures.get(1), "measure")).containsEntry("i", "3");
    }

    @Test
    void reportOfAWrappedFailureHasTheLocalsOfAllFramesOfTheCause() throws Exception {
        List<Failure> failures = report("wrapped").exceptions();
        assertThat(failures).hasSize(2).allSatisfy(failure -> {
            assertThat(locals(failure, "wrapped")).containsEntry("part", "shaft");
            assertThat(locals(failure, "main")).containsEntry("crash", "wrapped");
        });
        assertThat(locals(failures.get(1), "measure")).containsEntry("i", "3");
    }

    @Test
    void reportOfAFailureThatWasThrownAgainHasTheLocalsOfTheFirstTime() throws Exception {
        Failure failure = report("again").failure();
        assertThat(locals(failure, "measure")).containsEntry("i", "3");
        assertThat(locals(failure, "again")).containsEntry("part", "shaft").containsEntry("tries", "1");
        assertThat(locals(failure, "main")).containsEntry("crash", "again");
    }

    @Test
    void reportOfAFailureAfterManyThatWereCaughtHasItsLocals() throws Exception {
        assertThat(locals(report("caught").failure(), "measure")).containsEntry("part", "shaft");
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "main"})
    void reportOfAFailureInMainHasItsLocals(String crash) throws Exception {
        assertThat(locals(report(crash).failure(), "main"))
                .containsEntry("crash", crash)
                .containsKey("args");
    }

    @Test
    void reportOfAStartHasLocals() throws Exception {
        List<Failure> failures = report("bean").exceptions();
        Failure cause = failures.get(failures.size() - 1);
        assertThat(locals(cause, "failing")).containsKey("this");
    }

    /** Which of a thousand equal frames was left cannot be told. */
    @Test
    void reportOfAStackOverflowHasNoLocalsOfTheRecursion() throws Exception {
        CrashReport report = report("overflow");
        assertThat(report.failure().frames())
                .hasSize(500)
                .allSatisfy(frame -> assertThat(frame.locals()).doesNotContainKey("depth"));
    }

    @Test
    void reportWhenLocalsAreDisabledHasNoneAndSaysNothing() throws Exception {
        child.set("recourse.crash.locals.enabled", "false");
        CrashReport report = report("locals");
        assertThat(report.failure().frames())
                .allSatisfy(frame -> assertThat(frame.locals()).isEmpty());
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void processWhenHeapIsExhaustedEndsAsWithoutTheAgent() throws Exception {
        Child.Ended ended = child.option("-Xmx48m").run("heap");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).containsOnlyOnce("Exception in thread \"main\" java.lang.OutOfMemoryError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "thread", "bean", "locals"})
    void processPrintsAsWithoutTheAgent(String crash) throws Exception {
        Child.Ended with = child.run(crash);
        Child.Ended without = new Child(work.resolve("without")).run(crash);
        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.err().lines().filter(line -> !line.startsWith("[crash] ")))
                .containsExactlyElementsOf(without.err()
                        .lines()
                        .filter(line -> !line.startsWith("[crash] "))
                        .toList());
    }
}
