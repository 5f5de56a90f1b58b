package dev.recourse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;

class CrashContextTests {

    @Test
    void methodWhenProcessedAheadOfTimeCanBeCalled() {
        RuntimeHints hints = new RuntimeHints();

        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Port.class);

        assertThat(reflection().onMethodInvocation(Port.class, "last")).accepts(hints);
    }

    static class Port {

        @CrashContext("serial")
        String last() {
            return "12.04";
        }
    }
}
