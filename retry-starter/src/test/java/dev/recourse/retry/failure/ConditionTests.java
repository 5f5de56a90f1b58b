package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recourse.retry.failure.Condition.ExceptionType;
import dev.recourse.retry.failure.Condition.Io;
import dev.recourse.retry.failure.Condition.Status;
import dev.recourse.retry.failure.Condition.StatusClass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTests {

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 429, 599})
    void parseWhenKeyIsAStatusIsThatStatus(int status) {
        assertThat(parse(Integer.toString(status))).isEqualTo(new Status(status));
    }

    @ParameterizedTest
    @CsvSource({"1xx, 1", "2XX, 2", "4xX, 4", "5xx, 5"})
    void parseWhenKeyIsAStatusClassIsThatClass(String key, int digit) {
        assertThat(parse(key)).isEqualTo(new StatusClass(digit)).hasToString(digit + "xx");
    }

    @ParameterizedTest
    @CsvSource({
        "connect-timeout, CONNECT_TIMEOUT",
        "read-timeout, READ_TIMEOUT",
        "READ_TIMEOUT, READ_TIMEOUT",
        "readTimeout, READ_TIMEOUT",
        "read.timeout, READ_TIMEOUT",
        "timeout, TIMEOUT",
        "connection, CONNECTION"
    })
    void parseWhenKeyIsAWordIsThatKind(String key, Io kind) {
        assertThat(parse(key)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Throwable.class,
                Exception.class,
                RuntimeException.class,
                java.net.SocketTimeoutException.class,
                NestedException.class
            })
    void parseWhenKeyIsAClassNameIsThatType(Class<? extends Throwable> type) {
        assertThat(parse(type.getName())).isEqualTo(new ExceptionType(type)).hasToString(type.getName());
        assertThat(parse(type.getCanonicalName())).isEqualTo(new ExceptionType(type));
    }

    @Test
    void parseWhenKeyIsAClassNameDoesNotInitializeTheClass() {
        parse(InitializingException.class.getName());

        assertThat(Map.copyOf(System.getProperties())).doesNotContainKey("recourse.initialized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42",
                "0",
                "99",
                "600",
                "1000",
                "-429",
                "+429",
                "4290000000000000000000",
                "0429",
                "429.0",
                "6xx",
                "0xx",
                "-1"
            })
    void parseWhenStatusIsUnknownSaysTheRange(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key))
                .withMessage(
                        "Invalid condition (%s): must be a status from 100 to 599"
                                + " or a status class from 1xx to 5xx",
                        key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "429,503; write each condition on a line of its own: 429 and 503",
                "429, 503 ,5xx; write each condition on a line of its own: 429 and 503 and 5xx",
                "429|503; write each condition on a line of its own: 429 and 503",
                "429 503; write each condition on a line of its own: 429 and 503",
                "500-599; write 5xx for the whole class, or each status on a line of its own",
                "500..504; write 5xx for the whole class, or each status on a line of its own",
                "4x; write 4xx",
                "50x; write 5xx",
                "5**; write 5xx",
                "5nn; write 5xx",
                "4xxx; write 4xx",
                "429s; write 429 alone",
                "HTTP 429; write 429 alone",
                "status-429; write 429 alone",
                "429 Too Many Requests; write 429 alone",
                "TOO_MANY_REQUESTS; write 429 for TOO_MANY_REQUESTS",
                "HttpStatus.TOO_MANY_REQUESTS; write 429 for TOO_MANY_REQUESTS",
                "TooManyRequests; write 429 for TOO_MANY_REQUESTS",
                "service-unavailable; write 503 for SERVICE_UNAVAILABLE"
            })
    void parseWhenAStatusIsMeantSaysHowToWriteIt(String key, String remedy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key))
                .withMessage("Invalid condition (%s): %s", key, remedy);
    }

    @Test
    void parseWhenAnEnvironmentVariableNamesAClassSaysThatItCannot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("java.io.ioexception"))
                .withMessageContaining(
                        "An environment variable keeps none: set the rule in a file, or in SPRING_APPLICATION_JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "timeouts, timeout",
        "tiemout, timeout",
        "conection, connection",
        "connections, connection",
        "conect-timeout, connect-timeout",
        "connection-timeout, connect-timeout",
        "raed-timeout, read-timeout",
        "READ_TIMEOUTS, read-timeout"
    })
    void parseWhenWordIsMisspeltNamesTheWord(String key, String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key))
                .withMessage("Invalid condition (%s): did you mean %s?", key, word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "later", "quota", "xx", "*", "com/acme/QuotaException", "[Ljava.lang.String;"})
    void parseWhenKeyIsNothingKnownListsWhatIs(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key))
                .withMessageContaining("must be a status (429), a status class (5xx), connect-timeout, read-timeout,"
                        + " timeout, connection or the full name of an exception class");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.acme.QuotaException", "java.net.SocketTimeoutExeption", ".", "java.lang."})
    void parseWhenClassIsUnknownSaysSo(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key))
                .withMessage("Invalid condition (%s): there is no such class on the class path", key);
    }

    @Test
    void parseWhenPackageIsMissingAsksForIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("TimeoutException"))
                .withMessage("Invalid condition (TimeoutException):"
                        + " must be the full name of the class, with its package");
    }

    @Test
    void parseWhenClassExtendsAMissingOneSaysItCannotBeLoaded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse("com.acme.Broken", new ClassLoader() {
                    @Override
                    protected Class<?> findClass(String name) {
                        throw new NoClassDefFoundError("com/acme/Base");
                    }
                }))
                .withMessageStartingWith("Invalid condition (com.acme.Broken): the class cannot be loaded");
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Runnable.class})
    void parseWhenClassIsNoExceptionSaysSo(Class<?> type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(type.getName()))
                .withMessage("Invalid condition (%s): the class is no exception", type.getName());
    }

    @ParameterizedTest
    @EnumSource
    void parseWhenGivenTheTextOfAConditionIsThatCondition(Io condition) {
        assertThat(parse(condition.toString())).isEqualTo(condition);
    }

    private static Condition parse(String key) {
        return Condition.parse(key, ConditionTests.class.getClassLoader());
    }

    static final class NestedException extends Exception {}

    static final class InitializingException extends Exception {

        static {
            System.setProperty("recourse.initialized", "true");
        }
    }
}
