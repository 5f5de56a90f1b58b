package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PassThroughTests {

    private static final List<Throwable> KEPT = new ArrayList<>();

    private static Throwable last;

    interface Task {

        void run() throws Exception;
    }

    static class ProblemException extends RuntimeException {

        ProblemException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static void fail() {
        throw new IllegalStateException("failed");
    }

    /** Returns whether what comes out of a task is certain to have been on its way all the time. */
    private static boolean passes(Task task) {
        try {
            task.run();
        } catch (Exception failure) {
            StackTraceElement[] trace = failure.getStackTrace();
            int end = 0;
            while (!trace[end].getMethodName().equals("passes")) {
                end++;
            }
            return PassThrough.lets(failure, trace, 0, end, PassThroughTests.class.getClassLoader());
        }
        throw new AssertionError("It did not fail");
    }

    private static Task loggedAndThrown() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                System.getLogger("test").log(System.Logger.Level.TRACE, "failed", e);
                throw e;
            }
        };
    }

    private static Task wrapped() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                throw wrap(e);
            }
        };
    }

    private static RuntimeException wrap(Exception e) {
        return e instanceof ProblemException problem ? problem : new ProblemException("wrapped", e);
    }

    private static Task dropped() {
        return () -> {
            for (int i = 0; i < 2; i++) {
                try {
                    fail();
                } catch (RuntimeException e) {
                    if (i == 1) {
                        throw e;
                    }
                }
            }
        };
    }

    private static Task thrownAfterAnother() {
        return () -> {
            Exception failure = null;
            try {
                fail();
            } catch (RuntimeException e) {
                failure = e;
            }
            if (failure != null) {
                throw failure;
            }
        };
    }

    private static RuntimeException made() {
        return new IllegalStateException("made");
    }

    private static Task thrownByTheCallerOfItsMaker() {
        return () -> {
            throw made();
        };
    }

    private static Task ofTheJdk() {
        return () -> Integer.parseInt("x");
    }

    private static Task sharedAndThrown() {
        return () -> {
            throw new KeepingException();
        };
    }

    private static Task madeByAFunction() {
        return () -> assertThat(Optional.empty().orElseThrow(IllegalStateException::new))
                .isNull();
    }

    private static Task madeByReflection() {
        return () -> {
            throw IllegalStateException.class.getConstructor().newInstance();
        };
    }

    private static Task withASuppressedOne() {
        return () -> {
            try (AutoCloseable first = PassThroughTests::fail;
                    AutoCloseable second = PassThroughTests::fail) {
                assertThat(first).isNotSameAs(second);
            }
        };
    }

    private static Task ofTheJvm() {
        return () -> System.arraycopy(new int[1], 0, new int[1], 0, 2);
    }

    @Test
    void exceptionThatIsThrownAgainWrappedOrDroppedHasNotBeenKept() {
        assertThat(List.of(
                        loggedAndThrown(),
                        wrapped(),
                        dropped(),
                        thrownAfterAnother(),
                        thrownByTheCallerOfItsMaker(),
                        sharedAndThrown(),
                        madeByAFunction(),
                        madeByReflection(),
                        withASuppressedOne(),
                        ofTheJdk(),
                        ofTheJvm()))
                .allMatch(PassThroughTests::passes);
    }

    private static Task keptInAList() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                if (KEPT.add(e)) {
                    throw KEPT.size() > 9 ? new Exception() : e;
                }
            }
        };
    }

    private static Task keptByAnotherMethod() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                keep(e);
            }
            again();
        };
    }

    @SuppressWarnings("StaticAssignmentOfThrowable") // what is tried here
    private static void keep(Throwable failure) {
        last = failure;
    }

    private static void again() throws Exception {
        throw (Exception) last;
    }

    private static Task keptAsACause() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                keep(new ProblemException("around", e));
            }
            throw (Exception) last.getCause();
        };
    }

    private static Task madeAndThrownLater() {
        return () -> {
            keep(new IllegalStateException("made"));
            again();
        };
    }

    private static Task madeByAnotherMethodAndThrownLater() {
        return () -> {
            keep(made());
            again();
        };
    }

    private static Task madeByAFunctionAndThrownLater() {
        Supplier<RuntimeException> maker = IllegalStateException::new;
        return () -> {
            keep(maker.get());
            again();
        };
    }

    private static Task madeByReflectionAndThrownLater() {
        return () -> {
            keep(IllegalStateException.class.getConstructor().newInstance());
            again();
        };
    }

    private static Task filledInAndThrownLater() {
        keep(new IllegalStateException("made"));
        return () -> {
            last.fillInStackTrace();
            again();
        };
    }

    private static Task keptAsASuppressedOne() {
        return () -> {
            keep(new IllegalStateException("around"));
            try {
                fail();
            } catch (RuntimeException e) {
                last.addSuppressed(e);
            }
            throw (Exception) last.getSuppressed()[0];
        };
    }

    private static Task keptByAMethodThatHasTheNameOfALoggers() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                error(e);
            }
            again();
        };
    }

    private static void error(Throwable failure) {
        keep(failure);
    }

    private static Task keptByTheConstructorOfOneAround() {
        return () -> {
            try {
                fail();
            } catch (RuntimeException e) {
                assertThat(String.valueOf(new KeepingException(e))).isNotEmpty();
            }
            again();
        };
    }

    static class KeepingException extends RuntimeException {

        KeepingException(Throwable cause) {
            super(cause);
            keep(cause);
        }

        KeepingException() {
            keep(this);
        }

        void keepItself() {
            keep(this);
        }
    }

    private static Task keptByItsConstructor() {
        return () -> {
            try {
                throw new KeepingException();
            } catch (KeepingException e) {
                again();
            }
        };
    }

    private static Task keptByItself() {
        return () -> {
            try {
                throw new KeepingException(null);
            } catch (KeepingException e) {
                e.keepItself();
            }
            again();
        };
    }

    private static Task ofAFunctionThatIsCalledByReflection() {
        return () -> {
            try {
                PassThroughTests.class.getDeclaredMethod("fail").invoke(null);
            } catch (InvocationTargetException e) {
                throw (Exception) e.getCause();
            }
        };
    }

    @Test
    void exceptionThatIsStoredMayHaveBeenKept() {
        assertThat(List.of(
                        keptInAList(),
                        keptByAnotherMethod(),
                        keptAsACause(),
                        madeAndThrownLater(),
                        madeByAnotherMethodAndThrownLater(),
                        madeByAFunctionAndThrownLater(),
                        madeByReflectionAndThrownLater(),
                        filledInAndThrownLater(),
                        keptAsASuppressedOne(),
                        keptByAMethodThatHasTheNameOfALoggers(),
                        keptByTheConstructorOfOneAround(),
                        keptByItsConstructor(),
                        keptByItself()))
                .noneMatch(PassThroughTests::passes);
        assertThat(passes(ofAFunctionThatIsCalledByReflection())).isTrue();
    }
}
