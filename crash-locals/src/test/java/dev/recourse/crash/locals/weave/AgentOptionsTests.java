package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTests {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "packages=, ''",
        "'packages=com.acme, org.foo', 'com.acme, org.foo'",
        "'debugger=weave,packages=com.acme,org.foo', 'com.acme,org.foo'",
        "com.acme, ''"
    })
    void namesAreThoseOfThePackages(String options, String names) {
        assertThat(AgentOptions.parse(options).packages()).isEqualTo(names);
    }

    @Test
    void debuggerIsLeftAloneUnlessTold() {
        assertThat(AgentOptions.parse("packages=com.acme").weavesForDebugger()).isFalse();
        assertThat(AgentOptions.parse("packages=com.acme,debugger=weave").weavesForDebugger())
                .isTrue();
    }

    @Test
    void optionThatDoesNotExistIsNamed() {
        assertThat(AgentOptions.parse("package=com.acme").unknown())
                .containsExactly(
                        "unknown option (package=com.acme); known are packages=com.acme,org.foo and debugger=weave");
        assertThat(AgentOptions.parse("packages=com.acme,org.foo").unknown()).isEmpty();
    }
}
