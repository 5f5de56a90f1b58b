package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.recourse.retry.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;

class BodyDelayTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            30                              | PT30S
            1e3                             | PT1000S
            0.0001                          | PT0.001S
            57.0000000000000000001          | PT57.001S
            1e-999999999                    | PT0.001S
            0e999999999                     | PT0S
            -0.0                            | PT0S
            1e999999999                     | PT8760000H
            99999999999999999999            | PT8760000H
            1695950797                      | PT0S
            1696004807                      | PT10S
            1696004807000                   | PT10S
            "30"                            | PT30S
            " 30 "                          | PT30S
            "1m30s"                         | PT90S
            "PT30S"                         | PT30S
            "P1D"                           | PT24H
            "Fri, 29 Sep 2023 16:26:57 GMT" | PT20S
            "2023-09-29T18:26:57.5+02:00"   | PT20.5S
            "99999999999999d"               | PT8760000H
            """)
    void answerWhenFieldIsUsableIsItsDelay(String value, Duration expected) {
        assertThat(answer("body(/x)", Received.json("{\"x\": " + value + "}")))
                .isEqualTo(new DelayResult.Delay(expected, SourceKind.BODY, "the server's /x"));
        assertThat(answer("x", Received.json("{\"x\": " + value + "}")))
                .isEqualTo(new DelayResult.Delay(expected, SourceKind.BODY, "the server's x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-1e999999999",
                "1e99999999999",
                "NaN",
                "Infinity",
                "null",
                "true",
                "[]",
                "[5]",
                "{}",
                "\"\"",
                "\"soon\"",
                "\"-5s\"",
                "\"5x\"",
                "\"2023-99-29T18:26:57Z\"",
                "\"2023-09-29T18:26:57\"",
                "5, \"x\"",
                "5} {\"x\": 5",
                "5}]"
            })
    void answerWhenFieldIsUnusableIsNone(String value) {
        assertThat(answer("body(/x)", Received.json("{\"x\": " + value + "}"))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenBodyIsHostileIsNone() {
        for (String body : new String[] {
            "",
            " ",
            "\0",
            "\uFEFF",
            "{\"x\": 5",
            "[".repeat(60_000),
            "{\"x\":".repeat(10_000),
            "[".repeat(30_000) + "]".repeat(30_000),
            "{\"x\": " + "9".repeat(60_000) + "}",
            "{\"x\": \"" + "9".repeat(60_000)
        }) {
            assertThat(answer("body(/x)", Received.json(body))).isEqualTo(DelayResult.NONE);
        }
    }

    @Test
    void answerWhenTextHasEndlessDigitsIsTheLongest() {
        assertThat(answer("body(/x)", Received.json("{\"x\": \"" + "9".repeat(60_000) + "\"}")))
                .isEqualTo(new DelayResult.Delay(DelayResult.LONGEST, SourceKind.BODY, "the server's /x"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/json;charset=utf-8, true",
        "Application/Problem+JSON ; x=y, true",
        "text/json, true",
        "application/x-amz-json-1.1, true",
        "text/plain, true",
        "text/html, true",
        "'', true"
    })
    void answerWhenBodyBeginsLikeJsonIsReadWhateverItsType(String type, boolean read) {
        Received response = Received.headers("Content-Type:" + type).withBody("{\"x\": 5}");
        assertThat(answer("x", response) instanceof DelayResult.Delay).isEqualTo(read);
        assertThat(answer("x", response.withBody("x: 5"))).isEqualTo(DelayResult.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json; charset=iso-8859-1    | ISO-8859-1
            application/json;CHARSET="ISO-8859-1"   | ISO-8859-1
            application/json                        | ISO-8859-1
            application/json; charset=utf-16        | UTF-16
            application/json                        | UTF-16
            application/json                        | UTF-16LE
            application/json                        | UTF-16BE
            text/plain; x=y; charset=IBM037         | IBM037
            application/json; charset=klingon       | UTF-8
            application/json; charset=              | UTF-8
            application/json; charset=_             | UTF-8
            """)
    void answerWhenBodyHasACharsetIsItsDelay(String type, Charset charset) {
        Received response =
                new Received(List.of("Content-Type: " + type), "{\"größe\": \"é\", \"x\": 5}".getBytes(charset));
        assertThat(answer("x", response)).isInstanceOf(DelayResult.Delay.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "deflate, gzip", "gzip,gzip,deflate"})
    void answerWhenBodyIsStillCompressedIsItsDelay(String encodings) throws IOException {
        Received response = compressed("{\"x\": 5}", encodings);
        assertThat(answer("x", response)).isInstanceOf(DelayResult.Delay.class);
        for (int length = 0; length < response.body().length; length++) {
            Received cut = new Received(response.lines(), Arrays.copyOf(response.body(), length));
            assertThatCode(() -> answer("x", cut)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "identity", "br"})
    void answerWhenClientHasDecompressedTheBodyIsItsDelay(String encoding) {
        assertThat(answer("x", Received.headers("Content-Encoding: " + encoding).withBody("{\"x\": 5}")))
                .isInstanceOf(DelayResult.Delay.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "gzip, gzip, gzip", "gzip, gzip, gzip, gzip"})
    void answerWhenBodyGrowsOverMaxBodyIsNone(String encodings) throws IOException {
        String body = "{\"x\": 5, \"y\": \"" + " ".repeat(2_000_000) + "\"}";
        assertThat(answer("x", compressed(body, encodings))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenContentTypeIsMissingDependsOnTheFirstByte() {
        assertThat(answer("x", Received.headers("").withBody(" \r\n\t{\"x\": 5}")))
                .isInstanceOf(DelayResult.Delay.class);
        assertThat(answer("body(/0)", Received.headers("").withBody("[5]"))).isInstanceOf(DelayResult.Delay.class);
        assertThat(answer("x", Received.headers("").withBody("x{\"x\": 5}"))).isEqualTo(DelayResult.NONE);
        assertThat(answer("x", Received.headers("").withBody("  "))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenBodyBeginsWithByteOrderMarkIsItsDelay() {
        assertThat(answer("x", Received.json("\uFEFF{\"x\": 5}"))).isInstanceOf(DelayResult.Delay.class);
    }

    @Test
    void answerWhenBodyIsLongerThanMaxBodyIsNone() {
        Failure failure = Received.json("{\"x\": 5}").failure();
        Rule rule = Rule.parse("x");
        assertThat(rule.answer(failure, new DelayContext(1, () -> Received.NOW, 8, new Random(1))))
                .isInstanceOf(DelayResult.Delay.class);
        assertThat(rule.answer(failure, new DelayContext(1, () -> Received.NOW, 7, new Random(1))))
                .isEqualTo(DelayResult.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body(/x, s)           | 5             | PT5S
            body(/x, ms)          | 5             | PT0.005S
            body(/x, ms)          | 5.0001        | PT0.006S
            body(/x, epoch-s)     | 1696004807    | PT10S
            body(/x, epoch-s)     | 5             | PT0S
            body(/x, Epoch-MS)    | 1696004807001 | PT10.001S
            body(/x, s)           | 1696004807    | PT471112H26M47S
            """)
    void answerWhenUnitIsToldFollowsIt(String rule, String value, Duration expected) {
        assertThat(answer(rule, Received.json("{\"x\": " + value + "}")))
                .isInstanceOfSatisfying(
                        DelayResult.Delay.class,
                        delay -> assertThat(delay.delay()).isEqualTo(expected));
    }

    @Test
    void answerWhenUnitIsDateReadsNoNumber() {
        assertThat(answer("body(/x, date)", Received.json("{\"x\": 1696004807}")))
                .isEqualTo(DelayResult.NONE);
        assertThat(answer("body(/x, date)", Received.json("{\"x\": \"1696004807\"}")))
                .isEqualTo(DelayResult.NONE);
        assertThat(answer("body(/x, s)", Received.json("{\"x\": \"5s\"}"))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenPointerIsDeepIsTheFieldThere() {
        Received response = Received.json("{\"a/b\": [{\"~\": 5}], \"x\": {\"x\": 6}}");
        assertThat(answer("body(/a~1b/0/~0)", response))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(5), SourceKind.BODY, "the server's /a~1b/0/~0"));
        assertThat(answer("body(/x/x)", response)).isInstanceOf(DelayResult.Delay.class);
        assertThat(answer("x", response)).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenJacksonIsAbsentIsNone() throws Exception {
        try (WithoutJackson loader = new WithoutJackson()) {
            Object answers = loader.loadClass(Probe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance()
                    .toString();
            assertThat(answers)
                    .isEqualTo("[None[], None[], Delay[delay=PT5S, kind=fixed, source=as configured, requested=null]]");
        }
    }

    private static Received compressed(String text, String encodings) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        for (String encoding : encodings.split(", ?", -1)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream compressor =
                    switch (encoding) {
                        case "deflate" -> new DeflaterOutputStream(out);
                        case "raw deflate" -> new DeflaterOutputStream(out, new Deflater(9, true));
                        default -> new GZIPOutputStream(out);
                    }) {
                compressor.write(body);
            }
            body = out.toByteArray();
        }
        return new Received(
                List.of("Content-Type: application/json", "Content-Encoding: " + encodings.replace("raw ", "")), body);
    }

    private static DelayResult answer(String rule, Received response) {
        return Rule.parse(rule).answer(response.failure(), Received.at(Received.NOW));
    }

    /** Loads our classes itself, so that they see no Jackson. */
    private static final class WithoutJackson extends FilteredClassLoader {

        WithoutJackson() {
            super("tools.jackson");
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.recourse.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException ex) {
                throw new ClassNotFoundException(name, ex);
            }
        }
    }

    /** Runs rules that could read a body, in whatever class loader it lives. */
    public static final class Probe {

        @Override
        public String toString() {
            Received response = Received.json("{\"x\": 5}");
            return Stream.of("body(/x)", "server, x", "x, server, 5s")
                    .map(rule -> answer(rule, response))
                    .toList()
                    .toString();
        }
    }
}
