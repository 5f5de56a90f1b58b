package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.Sleeper;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class WithoutReactorTests {

    @Test
    void strategiesWhenReactorIsAbsentWorkForWhatNeedsNone() throws Exception {
        try (URLClassLoader withoutReactor = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader own = thread.getContextClassLoader();
            thread.setContextClassLoader(withoutReactor);
            try {
                Object use = withoutReactor
                        .loadClass(Use.class.getName())
                        .getConstructor()
                        .newInstance();
                assertThat(((Callable<?>) use).call()).isEqualTo("called, run, completed");
            } finally {
                thread.setContextClassLoader(own);
            }
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .filter(entry -> !entry.contains("reactor") && !entry.contains("reactive-streams"))
                .filter(entry -> !entry.contains("context-propagation"))
                .map(WithoutReactorTests::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }

    /** Is loaded by a class loader that knows no Reactor. */
    public static final class Use implements Callable<String> {

        private int calls;

        @Override
        public String call() throws Exception {
            try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
                context.registerBean(NoSleep.class);
                context.register(RetryAutoConfiguration.class);
                context.refresh();
                RetryStrategy strategy =
                        context.getBean(RetryStrategies.class).build(rules -> rules.delay(IOException.class, "100ms"));
                String called = strategy.call(() -> half("called"));
                StringBuilder run = new StringBuilder();
                strategy.run(() -> run.append(half("run")));
                String completed = strategy.future(() -> {
                            try {
                                return CompletableFuture.completedFuture(half("completed"));
                            } catch (IOException ex) {
                                return CompletableFuture.failedFuture(ex);
                            }
                        })
                        .get(10, TimeUnit.SECONDS);
                return called + ", " + run + ", " + completed;
            }
        }

        /** Fails every other time. */
        private String half(String value) throws IOException {
            if (++calls % 2 == 1) {
                throw new IOException();
            }
            return value;
        }
    }

    /** Waits for nothing. */
    static final class NoSleep implements Sleeper {

        @Override
        public void sleep(Duration delay, Future<?> wakeUp) {}
    }
}
