package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalsAgentTests {

    @ParameterizedTest
    @CsvSource({"'', ''", "packages=, ''", "'packages=com.acme, org.foo', 'com.acme, org.foo'", "com.acme, ''"})
    void namesAreThoseOfThePackages(String options, String names) {
        assertThat(LocalsAgent.names(options)).isEqualTo(names);
    }
}
