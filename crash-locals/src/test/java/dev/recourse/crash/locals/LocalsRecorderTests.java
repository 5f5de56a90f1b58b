package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** As with classes that were woven by the build: there is no agent to tell. */
    @Test
    void renderWithRehearsesWithoutAnAgent() throws Exception {
        CountDownLatch rendered = new CountDownLatch(1);
        ClassLoader fresh = fresh();
        Class<?> renderer = fresh.loadClass(LocalsRenderer.class.getName());
        Object counting = Proxy.newProxyInstance(fresh, new Class<?>[] {renderer}, (proxy, method, arguments) -> {
            rendered.countDown();
            return method.getName().equals("render") ? "" : 50;
        });

        fresh.loadClass(LocalsRecorder.class.getName())
                .getMethod("renderWith", renderer)
                .invoke(null, counting);

        assertThat(rendered.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Returns a class loader with a recorder of its own, as in a process that has just started. */
    private static ClassLoader fresh() {
        URL classes = LocalsRecorder.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
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
