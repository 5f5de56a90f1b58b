package dev.recourse.crash.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.trace.FrameLocals;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailureCaptureTests {

    private final AppPackages app = new AppPackages();

    private final FailureCapture capture =
            new FailureCapture(app, new Redactor(List.of(), List.of()), FrameLocals.none());

    private final List<String> notes = new ArrayList<>();

    @Test
    void captureWhenCausesAndSuppressedKeepsThemInOrder() {
        Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        failure.addSuppressed(new RuntimeException("close", new Error()));

        List<Failure> failures = capture.capture(failure, notes);

        assertThat(failures).extracting(Failure::message).containsExactly("outer", "inner");
        assertThat(failures.get(0).suppressed())
                .singleElement()
                .satisfies(chain -> assertThat(chain)
                        .extracting(Failure::type)
                        .containsExactly("java.lang.RuntimeException", "java.lang.Error"));
        assertThat(notes).isEmpty();
    }

    @Test
    void captureWhenClassIsOfTheApplicationMarksItsFrames() {
        app.add(List.of("dev.recourse"));
        Failure failure = capture.capture(new Exception(), notes).get(0);
        assertThat(failure.frames().get(0).inApp()).isTrue();
        assertThat(failure.frames())
                .filteredOn(frame -> frame.className().startsWith("java."))
                .noneMatch(frame -> frame.inApp());
    }

    @Test
    void captureWhenCausesRunInACircleEnds() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        assertThat(capture.capture(first, notes)).hasSize(2);
        assertThat(notes).isNotEmpty();
    }

    @Test
    void captureWhenTenThousandCausesKeepsBothEnds() {
        Exception failure = new Exception("innermost");
        for (int i = 0; i < 10_000; i++) {
            failure = new Exception("cause " + i, failure);
        }
        List<Failure> failures = capture.capture(failure, notes);
        assertThat(failures).hasSizeLessThan(100);
        assertThat(failures.get(0).message()).isEqualTo("cause 9999");
        assertThat(failures.get(failures.size() - 1).message()).isEqualTo("innermost");
        assertThat(failures.stream().mapToInt(each -> each.frames().size()).sum())
                .isLessThanOrEqualTo(3000);
        assertThat(notes).anyMatch(note -> note.contains("causes in the middle"));
    }

    @Test
    void captureWhenStackIsHugeKeepsBothEnds() {
        Exception failure = new Exception();
        StackTraceElement[] frames = new StackTraceElement[100_000];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new StackTraceElement("a.B", "m" + i, "B.java", i);
        }
        failure.setStackTrace(frames);
        assertThat(capture.capture(failure, notes).get(0).frames())
                .hasSize(500)
                .last()
                .satisfies(frame -> assertThat(frame.method()).isEqualTo("m99999"));
    }

    @Test
    void captureWhenSuppressedWithoutEndEnds() {
        Exception failure = new Exception();
        for (int i = 0; i < 10_000; i++) {
            Exception next = new Exception("x".repeat(10_000));
            next.addSuppressed(new Exception());
            failure.addSuppressed(next);
        }
        assertThat(capture.capture(failure, notes)).hasSize(1);
        assertThat(notes).anyMatch(note -> note.startsWith("More than 200 exceptions"));
    }

    static class Hostile extends RuntimeException {

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new StackOverflowError();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException();
        }
    }

    @Test
    void captureWhenThrowableFailsItselfTellsWhatItCan() {
        assertThat(capture.capture(new Hostile(), notes)).singleElement().satisfies(failure -> {
            assertThat(failure.type()).endsWith("Hostile");
            assertThat(failure.message()).isEqualTo("<java.lang.IllegalStateException>");
        });
        assertThat(notes)
                .containsExactly("The cause of " + Hostile.class.getName()
                        + " could not be read: <java.lang.StackOverflowError>");
    }

    static class Endless extends RuntimeException {

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    @Test
    @Timeout(30)
    void captureWhenCausesAreMadeWithoutEndEndsAndSaysSo() {
        assertThat(capture.capture(new Endless(), notes)).isNotEmpty();
        assertThat(notes).isNotEmpty();
    }

    @Test
    void captureWhenCausesTakeTooLongHasTheFirst() {
        AtomicLong time = new AtomicLong();
        Exception failure = new Exception("innermost");
        for (int i = 0; i < 50; i++) {
            failure = new Exception("cause " + i, failure);
        }

        List<Failure> failures = new FailureCapture(
                        app, new Redactor(List.of(), List.of()), FrameLocals.none(), () -> time.addAndGet(100_000_000))
                .capture(failure, notes);

        assertThat(failures).hasSizeBetween(5, 15);
        assertThat(failures.get(0).message()).isEqualTo("cause 49");
        assertThat(notes).contains("Exceptions that took longer than 1000 ms to read were left out");
    }

    @Test
    void captureWhenAFrameIsNullLeavesItOut() {
        Exception failure = new Exception() {
            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {null};
            }
        };
        assertThat(capture.capture(failure, notes))
                .singleElement()
                .satisfies(each -> assertThat(each.frames()).isEmpty());
    }

    /** As where an optional library is absent that a method of the exception speaks of. */
    @Test
    void captureWhenAClassThatTheExceptionNamesIsMissingHasItAllTheSame() throws Exception {
        ClassLoader withoutMissing = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.equals(Missing.class.getName())) {
                    throw new ClassNotFoundException(name);
                }
                if (!name.equals(NamesMissing.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] code = in.readAllBytes();
                    return defineClass(name, code, 0, code.length);
                } catch (IOException ex) {
                    throw new ClassNotFoundException(name, ex);
                }
            }
        };
        Throwable failure = (Throwable) withoutMissing
                .loadClass(NamesMissing.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        assertThat(capture.capture(failure, notes)).extracting(Failure::message).containsExactly("still here");
    }

    public static class Missing {}

    public static class NamesMissing extends Exception {

        public NamesMissing() {
            super("still here");
        }

        public Missing missing() {
            return new Missing();
        }
    }
}
