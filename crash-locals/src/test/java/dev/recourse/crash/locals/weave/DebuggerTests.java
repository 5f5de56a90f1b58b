package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DebuggerTests {

    @Test
    void debuggerIsSeenInArgumentsAndVariables() {
        assertThat(Debugger.isAttached(Stream.of("-Xmx1g", "Main"), Map.of())).isFalse();
        assertThat(Debugger.isAttached(Stream.of("-agentlib:jdwp=transport=dt_socket,server=y"), Map.of()))
                .isTrue();
        assertThat(Debugger.isAttached(
                        Stream.of(), Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -agentlib:jdwp=transport=dt_socket")))
                .isTrue();
    }
}
