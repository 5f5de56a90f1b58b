package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Attempts after the first of methods of all shapes. */
class ReplayedInvocationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withBean("time", VirtualTime.class)
            .withBean(Shapes.class)
            .withPropertyValues("recourse.retry.delays[java.io.UncheckedIOException]=1s");

    @ParameterizedTest
    @MethodSource("calls")
    void methodOfAnyShapeIsInvokedAgainWithItsArguments(Call call, Object expected) {
        runner.run(context -> {
            Shapes shapes = context.getBean(Shapes.class);

            assertThat(call.to(shapes)).isEqualTo(expected);
            assertThat(shapes.attempts()).isEqualTo(2);
        });
    }

    static Stream<Object[]> calls() {
        return Stream.of(
                call("primitives", shapes -> shapes.primitives((byte) 1, 'c', 3, 4L, 5.5, true), "1c345.5true"),
                call("primitive result", Shapes::primitiveResult, 7L),
                call(
                        "no result",
                        shapes -> {
                            shapes.noResult();
                            return null;
                        },
                        null),
                call("null", shapes -> shapes.same(null), null),
                call("varargs", shapes -> shapes.varargs("-", "a", "b"), "a-b"),
                call("no varargs", shapes -> shapes.varargs("-"), ""),
                call("protected", Shapes::guarded, "guarded"),
                call("bridged", shapes -> ((Taker<String>) shapes).take("it"), "took it"));
    }

    private static Object[] call(String name, Call call, Object expected) {
        return new Object[] {Named.of(name, call), expected};
    }

    /** Which would throw an exception around the method's. */
    @Test
    void laterAttemptGoesThroughNoReflection() {
        runner.run(context -> assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> context.getBean(Shapes.class).failsAlways())
                .satisfies(last -> assertThat(Arrays.stream(last.getStackTrace())
                                .takeWhile(frame -> !frame.getMethodName().equals("execute")))
                        .noneMatch(frame -> frame.getClassName().equals(Method.class.getName()))));
    }

    interface Call {

        Object to(Shapes shapes);
    }

    interface Taker<T> {

        String take(T taken);
    }

    static class Shapes implements Taker<String> {

        private int attempts;

        int attempts() {
            return attempts;
        }

        @RetryOnStatus
        String primitives(byte b, char c, int i, long l, double d, boolean z) {
            failAtFirst();
            return "" + b + c + i + l + d + z;
        }

        @RetryOnStatus
        long primitiveResult() {
            failAtFirst();
            return 7;
        }

        @RetryOnStatus
        void noResult() {
            failAtFirst();
        }

        @RetryOnStatus
        Object same(Object value) {
            failAtFirst();
            return value;
        }

        @RetryOnStatus
        String varargs(String between, String... parts) {
            failAtFirst();
            return String.join(between, parts);
        }

        @RetryOnStatus
        protected String guarded() {
            failAtFirst();
            return "guarded";
        }

        @Override
        @RetryOnStatus
        public String take(String taken) {
            failAtFirst();
            return "took " + taken;
        }

        @RetryOnStatus
        void failsAlways() {
            throw new UncheckedIOException(new IOException("again"));
        }

        private void failAtFirst() {
            attempts++;
            if (attempts == 1) {
                throw new UncheckedIOException(new IOException("at first"));
            }
        }
    }
}
