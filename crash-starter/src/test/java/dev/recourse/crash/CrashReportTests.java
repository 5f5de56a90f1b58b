package dev.recourse.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashReportTests {

    private static final String WRAPPER = "java.lang.reflect.InvocationTargetException";

    @ParameterizedTest
    @CsvSource({
        "com.acme.Boom com.acme.Cause, com.acme.Boom",
        WRAPPER + " com.acme.Boom com.acme.Cause, com.acme.Boom",
        WRAPPER + ", " + WRAPPER
    })
    void failureIsTheOutermostThatIsNoWrapperOfReflection(String types, String expected) {
        List<Failure> exceptions = Stream.of(types.split(" "))
                .map(type -> new Failure(type, null, List.of(), List.of()))
                .toList();
        assertThat(report(exceptions).failure().type()).isEqualTo(expected);
    }

    private static CrashReport report(List<Failure> exceptions) {
        return CrashReport.builder("some-id", Source.UNCAUGHT, Instant.EPOCH, exceptions)
                .thread(new CrashedThread("main", 1, "RUNNABLE", false))
                .build();
    }
}
