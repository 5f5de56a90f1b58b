package dev.recourse.retry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedCooldownTests {

    @Test
    void valueIsReadAsItWasWritten() {
        SharedCooldown begun = new SharedCooldown(3, false, "5fd1e2a0.7", "429 from api.github.com");
        assertThat(begun.text()).isEqualTo("1 3 begin 5fd1e2a0.7 429 from api.github.com");
        assertThat(SharedCooldown.parse(begun.text())).isEqualTo(begun);
        SharedCooldown lifted = begun.lift("5fd1e2a0.8");
        assertThat(lifted.generation()).isEqualTo(4);
        assertThat(SharedCooldown.parse(lifted.text())).isEqualTo(lifted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "429",
                "2 0 begin a.1 429",
                "1 -1 begin a.1 429",
                "1 99999999999999999999 begin a.1 429",
                "1 0 end a.1 429",
                "1 0 begin a/1 429",
                "1 0 begin a.1 line\nbreak",
            })
    void valueOfAnotherFormIsNone(String text) {
        assertThat(SharedCooldown.parse(text)).isNull();
    }

    @Test
    void valueThatIsTooLongIsNone() {
        assertThat(SharedCooldown.parse("1 0 begin a.1 " + "x".repeat(200))).isNotNull();
        assertThat(SharedCooldown.parse("1 0 begin a.1 " + "x".repeat(201))).isNull();
    }
}
