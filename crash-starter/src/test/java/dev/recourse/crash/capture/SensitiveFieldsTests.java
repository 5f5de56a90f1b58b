package dev.recourse.crash.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.Sensitive;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensitiveFieldsTests {

    private final ValueRenderer values = new ValueRenderer(new Limits(4, 20, 300), new Redactor(List.of(), List.of()));

    static class Card {

        @Sensitive
        private final String number = "CANARY";

        @Override
        public String toString() {
            return "Card " + number;
        }
    }

    static class GoldCard extends Card {}

    static class Open {

        @Override
        public String toString() {
            return "open";
        }
    }

    @Test
    void valueOfAClassWithAMarkedFieldIsShownWithoutItsText() {
        assertThat(values.render(new Card())).startsWith(Card.class.getName() + "@");
        assertThat(values.render(List.of(new GoldCard()))).doesNotContain("CANARY");
        assertThat(values.render(new Open())).isEqualTo("open");
    }
}
