package dev.recourse.retry.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

class WhatIfRequestTests {

    @Test
    void failureOfAResponseHasItsParts() {
        FailedResponse response = Objects.requireNonNull(failure(
                        "429",
                        List.of("Retry-After: 5", "X-Limit:a:b", "retry-after:7"),
                        "{\"retry_interval\": 3}",
                        null)
                .response());
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("RETRY-AFTER")).containsExactly("5", "7");
        assertThat(response.header("x-limit")).containsExactly("a:b");
        assertThat(response.header("Date")).isEmpty();
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"retry_interval\": 3}");
    }

    @Test
    void failureWhenASingleHeaderHasACommaKeepsItWhole() {
        Failure failure = failure("503", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", null, null);
        assertThat(Objects.requireNonNull(failure.response()).header("Retry-After"))
                .containsExactly("Fri, 31 Dec 1999 23:59:59 GMT");
    }

    @Test
    void failureOfAStatusMeetsNoConditionForExceptionTypes() {
        assertThat(failure("429", null, null, null).conditions())
                .extracting(Object::toString)
                .containsExactly("429", "4xx");
    }

    @ParameterizedTest
    @CsvSource({
        "read-timeout, READ_TIMEOUT",
        "CONNECT_TIMEOUT, CONNECT_TIMEOUT",
        "connection, CONNECTION_LOSS",
        "java.net.SocketTimeoutException, READ_TIMEOUT",
        "java.net.ConnectException, CONNECT_FAILURE",
        "java.lang.IllegalStateException,"
    })
    void failureOfAnExceptionHasItsKind(String exception, @Nullable IoFailure io) {
        assertThat(failure(null, null, null, exception).io()).isEqualTo(io);
    }

    @Test
    void failureOfAnExceptionTypeMeetsTheConditionsOfItsHierarchy() {
        assertThat(failure(null, null, null, "java.io.FileNotFoundException").conditions())
                .extracting(Object::toString)
                .containsExactly(
                        "java.io.FileNotFoundException",
                        "java.io.IOException",
                        "java.lang.Exception",
                        "java.lang.Throwable");
    }

    @Test
    void failureOfAnExceptionTypeRunsNothingOfTheClass() {
        Failure failure = failure(null, null, null, Trap.class.getName());
        assertThat(failure.conditions())
                .extracting(Object::toString)
                .startsWith(Trap.class.getName(), "java.lang.RuntimeException");
    }

    @Test
    void failureOfAnExceptionTypeWithAStatusMeetsTheConditionsOfBoth() {
        assertThat(failure("429", null, null, "java.lang.IllegalStateException").conditions())
                .extracting(Object::toString)
                .containsSubsequence("java.lang.IllegalStateException", "429", "4xx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-     | -         | -  | -                   | Say what failed: status=429, or exception=read-timeout",
                "99    | -         | -  | -                   | status (99) must be a number from 100 to 599",
                "x     | -         | -  | -                   | status (x) must be a number from 100 to 599",
                "429   | Retry     | -  | -                   | header (Retry) must be 'Name: value'",
                "429   | ': 5'     | -  | -                   | header (: 5) must be 'Name: value'",
                "-     | 'A: b'    | -  | read-timeout        | A header and a body belong to a response: add its status",
                "-     | -         | {} | read-timeout        | A header and a body belong to a response: add its status",
                "429   | -         | -  | read-timeout        | There is no response after read-timeout: leave out status or exception",
                "-     | -         | -  | timeout             | exception (timeout) must be connect-timeout, read-timeout, connection or the name of a class",
                "-     | -         | -  | 429                 | exception (429) must be connect-timeout, read-timeout, connection or the name of a class",
                "-     | -         | -  | com.acme.Unknown    | exception: Invalid condition (com.acme.Unknown): there is no such class on the class path",
                "-     | -         | -  | java.lang.String    | exception: Invalid condition (java.lang.String): the class is no exception"
            })
    void failureWhenAParameterCannotBeUsedSaysWhy(
            @Nullable String status,
            @Nullable String header,
            @Nullable String body,
            @Nullable String exception,
            String reason) {
        assertThatExceptionOfType(InvalidEndpointRequestException.class)
                .isThrownBy(() -> failure(status, header, body, exception))
                .satisfies(ex -> assertThat(ex.getReason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "99999999999", "two", "''"})
    void numberWhenItIsNoneSaysWhy(String attempt) {
        assertThatExceptionOfType(InvalidEndpointRequestException.class)
                .isThrownBy(() -> new WhatIfRequest("429", null, null, null, null, attempt).number())
                .satisfies(ex -> assertThat(ex.getReason()).startsWith("attempt (" + attempt + ") must be"));
    }

    @Test
    void numberUnlessToldIsThatOfTheFirst() {
        assertThat(new WhatIfRequest("429", null, null, null, null, null).number())
                .isOne();
        assertThat(new WhatIfRequest("429", null, null, null, null, "3").number())
                .isEqualTo(3);
    }

    private static Failure failure(
            @Nullable String status, @Nullable Object header, @Nullable String body, @Nullable String exception) {
        return new WhatIfRequest(status, header, body, null, exception, null)
                .failure(WhatIfRequestTests.class.getClassLoader());
    }

    static class Trap extends RuntimeException {

        static {
            fail();
        }

        private static void fail() {
            throw new IllegalStateException("initialized");
        }
    }
}
