package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.crash.locals.LocalsRecorder;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class loader that an application throws away, as with a restart of DevTools. */
class WovenLoaderTests {

    private static final String SOURCE = """
            class Sample {
                static void run() { new Sample().fail("x"); }
                void fail(String text) { Sample self = this; text.substring(9); self.toString(); }
                public String toString() { return "sample"; }
            }
            """;

    @BeforeEach
    void renderer() {
        LocalsRecorder.renderWith((name, value) -> String.valueOf(value));
    }

    @AfterEach
    void noRenderer() {
        LocalsRecorder.renderWith(null);
    }

    @Test
    void loaderIsLetGoAfterItsClassesWereRecorded() throws Exception {
        WeakReference<ClassLoader> loader = recorded();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(loader.get()).isNull();
    }

    private static WeakReference<ClassLoader> recorded() {
        byte[] woven = new Weaver().weave(Compiled.of(SOURCE).get("Sample")).bytes();
        Woven loader = new Woven(Map.of("Sample", woven), WovenLoaderTests.class.getClassLoader());
        Throwable failure = catchThrowable(() -> loader.call("Sample", "run"));
        assertThat(LocalsRecorder.recorded(failure).get(0).locals()).containsEntry("self", "sample");
        return new WeakReference<>(loader);
    }
}
