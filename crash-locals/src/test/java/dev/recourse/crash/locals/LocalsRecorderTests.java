package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
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

    @Test
    void recordKeepsAFrame() {
        Exception failure = new Exception();
        StackTraceElement here = failure.getStackTrace()[0];
        String place = here.getClassName() + "/" + here.getMethodName() + "/" + here.getLineNumber() + "/v//I/x;y";
        LocalsRecorder.record(place, failure, 1, "two");
        assertThat(LocalsRecorder.recorded(failure))
                .containsExactly(new RecordedFrame(0, Map.of("x", "1", "y", "two")));
        assertThat(LocalsRecorder.isLinked()).isTrue();
    }

    @Test
    void recordWhenThereAreMoreValuesTakesThemInAnArray() {
        Exception failure = new Exception();
        StackTraceElement here = failure.getStackTrace()[0];
        String names = String.join(";", Collections.nCopies(100, "x"));
        String place = here.getClassName() + "/" + here.getMethodName() + "/" + here.getLineNumber() + "/v//" + names;
        LocalsRecorder.record(place, failure, Collections.nCopies(100, 1).toArray());
        assertThat(LocalsRecorder.recorded(failure).get(0).locals()).containsEntry("...", "50 more");
    }

    @Test
    void recordWhenThePlaceIsNotReadableThrowsNothing() {
        Exception failure = new Exception();
        LocalsRecorder.record("", failure, (Object) null);
        LocalsRecorder.record("a/b", failure, 1, "two");
        LocalsRecorder.record("a/b/1/v//I/x;I/y", failure, 1, "two");
        assertThat(LocalsRecorder.recorded(failure)).isEmpty();
    }

    /** As with classes that were woven by the build: there is no agent to tell. */
    @Test
    void renderWithRehearsesWithoutAnAgent() throws Exception {
        CountDownLatch rendered = new CountDownLatch(1);
        ClassLoader fresh = fresh();
        Class<?> renderer = fresh.loadClass(LocalsRenderer.class.getName());
        Object counting = Proxy.newProxyInstance(fresh, new Class<?>[] {renderer}, (proxy, method, arguments) -> {
            rendered.countDown();
            return switch (method.getName()) {
                case "render" -> "";
                case "isPlain" -> true;
                default -> 50;
            };
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
}
