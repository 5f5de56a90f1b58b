package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalsRecorderTests {

    @BeforeEach
    void renderer() {
        LocalsRecorder.renderWith((name, value) -> String.valueOf(value));
    }

    @AfterEach
    void noRenderer() {
        LocalsRecorder.renderWith(null);
    }

    private static MethodHandle link(MethodType type, String variables) {
        return LocalsRecorder.link(MethodHandles.lookup(), "record", type, "work", variables, "7")
                .getTarget();
    }

    @Test
    void linkReturnsWhatRecordsAFrame() throws Throwable {
        Exception failure = new Exception();
        link(MethodType.methodType(void.class, Throwable.class, int.class, String.class), "x;y")
                .invokeExact((Throwable) failure, 1, "two");
        assertThat(LocalsRecorder.recorded(failure))
                .containsExactly(new RecordedFrame(getClass().getName(), "work", "7", Map.of("x", "1", "y", "two")));
        assertThat(LocalsRecorder.isLinked()).isTrue();
    }

    @Test
    void linkWhenThereAreAsManyValuesAsACallCanHaveReturnsWhatRecordsThem() throws Throwable {
        Class<?>[] types = new Class<?>[253];
        Arrays.fill(types, int.class);
        MethodType type = MethodType.methodType(void.class, types).insertParameterTypes(0, Throwable.class);
        Exception failure = new Exception();
        Object[] arguments = Collections.nCopies(254, 1).toArray();
        arguments[0] = failure;
        link(type, String.join(";", Collections.nCopies(253, "x"))).invokeWithArguments(arguments);
        assertThat(LocalsRecorder.recorded(failure).get(0).locals()).containsEntry("...", "203 more");
    }
}
