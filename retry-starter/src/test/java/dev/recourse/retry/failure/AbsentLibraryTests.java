package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.FailedResponse;
import feign.Request;
import feign.RetryableException;
import java.io.File;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Failures are read where any of the client libraries is missing, and none of its classes is asked for. */
class AbsentLibraryTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring-webflux-",
                "feign-core-",
                "reactor-netty-",
                "netty-",
                "httpclient5-",
                "httpcore5-",
                "jetty-",
                "nothing-is-absent-"
            })
    void failureWhenOneLibraryIsAbsentIsReadForTheOthers(String absent) throws Exception {
        try (ReducedClassLoader loader = ReducedClassLoader.without(absent)) {
            assertThat(loader.read(new SocketTimeoutException())).isEqualTo("READ_TIMEOUT");
            assertThat(loader.read(RestClientExample.class)).isEqualTo("429 [5]");
            if (!absent.equals("spring-webflux-")) {
                assertThat(loader.read(WebClientExample.class)).isEqualTo("429 [5]");
            }
            if (!absent.equals("feign-core-")) {
                assertThat(loader.read(FeignExample.class)).isEqualTo("429 [5]");
            }
            assertThat(loader.missed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring-web", "spring-web,feign,reactor,netty,httpc,jetty"})
    void failureWhenSpringWebIsAbsentIsReadByTheRest(String absent) throws Exception {
        try (ReducedClassLoader loader = ReducedClassLoader.without(absent.split(","))) {
            assertThat(loader.read(new SocketTimeoutException())).isEqualTo("READ_TIMEOUT");
            if (!absent.contains("feign")) {
                assertThat(loader.read(FeignExample.class)).isEqualTo("429 [5]");
            }
            assertThat(loader.missed).isEmpty();
        }
    }

    /** Loads all classes anew from the class path, less the jars of some libraries. */
    private static final class ReducedClassLoader extends URLClassLoader {

        private final List<String> missed = new CopyOnWriteArrayList<>();

        private ReducedClassLoader(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        static ReducedClassLoader without(String... jars) {
            return new ReducedClassLoader(Stream.of(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(path -> Stream.of(jars)
                            .noneMatch(jar -> path.getFileName().toString().startsWith(jar)))
                    .map(ReducedClassLoader::url)
                    .toArray(URL[]::new));
        }

        String read(Class<? extends Supplier<Throwable>> example) throws ReflectiveOperationException {
            return read((Throwable) ((Supplier<?>) create(example)).get());
        }

        @SuppressWarnings("unchecked")
        String read(Throwable exception) throws ReflectiveOperationException {
            return ((Function<Throwable, String>) create(Reader.class)).apply(exception);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                return super.findClass(name);
            } catch (ClassNotFoundException ex) {
                missed.add(name);
                throw ex;
            }
        }

        private Object create(Class<?> type) throws ReflectiveOperationException {
            return loadClass(type.getName()).getConstructor().newInstance();
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException ex) {
                throw new IllegalArgumentException(ex);
            }
        }
    }

    /** Runs inside the reduced class path. */
    public static final class Reader implements Function<Throwable, String> {

        @Override
        public String apply(Throwable exception) {
            Failure failure = Failure.of(exception);
            FailedResponse response = failure.response();
            return response != null
                    ? response.status() + " " + response.header("retry-after")
                    : Objects.toString(failure.io());
        }
    }

    public static final class RestClientExample implements Supplier<Throwable> {

        @Override
        public Throwable get() {
            HttpHeaders headers = new HttpHeaders();
            headers.add("Retry-After", "5");
            return new RestClientResponseException("", 429, "", headers, null, null);
        }
    }

    public static final class WebClientExample implements Supplier<Throwable> {

        @Override
        public Throwable get() {
            HttpHeaders headers = new HttpHeaders();
            headers.add("Retry-After", "5");
            return new WebClientResponseException(429, "", headers, null, null);
        }
    }

    public static final class FeignExample implements Supplier<Throwable> {

        @Override
        public Throwable get() {
            Request request = Request.create(
                    Request.HttpMethod.GET, "http://localhost", Map.of(), new byte[0], StandardCharsets.UTF_8, null);
            return new RetryableException(
                    429, "", Request.HttpMethod.GET, (Long) null, request, null, Map.of("Retry-After", List.of("5")));
        }
    }
}
