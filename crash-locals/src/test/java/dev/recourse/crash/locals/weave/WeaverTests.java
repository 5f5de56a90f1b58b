package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeaverTests {

    @Test
    void methodWhenExceptionLeavesItRecordsItsVariables() {
        Woven woven = Woven.of("""
                class Shop {
                    static int pay(String name, long cents) {
                        int length = name.length();
                        double price = cents / 100.0;
                        return length / (int) (cents - 5);
                    }
                }
                """);

        Throwable failure = catchThrowable(() -> woven.call("Shop", "pay", "ann", 5L));

        assertThat(failure).isInstanceOf(ArithmeticException.class);
        assertThat(Woven.recorded()).singleElement().satisfies(frame -> {
            assertThat(frame.thrown()).isSameAs(failure);
            assertThat(frame.method()).isEqualTo("pay");
            assertThat(frame.locals()).isEqualTo(Map.of("name", "ann", "cents", 5L, "length", 3, "price", 0.05));
            assertThat(frame.lines()).isEqualTo("5");
        });
    }
}
