package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void exceptionThatIsThrownAgainWrappedOrDroppedHasNotBeenKept() {
        assertThat(List.of(
                        loggedAndThrown(),
                        wrapped(),
                        dropped(),
                        thrownAfterAnother(),
                        thrownByTheCallerOfItsMaker(),
                        ofTheJdk()))
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
                        madeByAnotherMethodAndThrownLater()))
                .noneMatch(PassThroughTests::passes);
        assertThat(passes(ofAFunctionThatIsCalledByReflection())).isTrue();
    }
}
