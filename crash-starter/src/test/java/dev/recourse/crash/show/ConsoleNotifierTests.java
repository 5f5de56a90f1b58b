package dev.recourse.crash.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashNotice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleNotifierTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private final ConsoleNotifier notifier = new ConsoleNotifier(new PrintStream(out, true, StandardCharsets.UTF_8));

    private String[] lines() {
        return out.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
    }

    private static CrashNotice notice(String message, boolean delivered, @Nullable Path page, boolean waits) {
        return new CrashNotice(
                "20261122T203209.806Z-5a51e48e", message, Path.of("/r/a.json"), delivered, page, waits, false);
    }

    @ParameterizedTest
    @CsvSource({"false, false, kept", "false, true, waits to be sent", "true, true, sent"})
    void blockSaysWhatBecomesOfTheReport(boolean delivered, boolean waits, String state) {
        notifier.crashed(notice("broken", delivered, null, waits));
        assertThat(lines())
                .containsExactly(
                        "[crash] broken",
                        "[crash] report 20261122T203209.806Z-5a51e48e, " + state,
                        "[crash] " + Path.of("/r/a.json"));
    }

    @Test
    void blockSaysThatTheUserHasToAgree() {
        notifier.crashed(new CrashNotice("id", "broken", Path.of("/r/a.json"), false, null, true, true));
        assertThat(lines()[1]).isEqualTo("[crash] report id, waits for the user's consent");
    }

    @Test
    void blockWhenThereIsAPageNamesIt() {
        notifier.crashed(notice("broken", false, Path.of("/r/a b.html"), false));
        assertThat(lines()[2]).startsWith("[crash] file:///").endsWith("/r/a%20b.html");
    }

    @Test
    void deliveryIsOneLine() {
        notifier.delivery(notice("broken", true, null, true));
        notifier.delivery(notice("broken", false, null, true));
        assertThat(lines())
                .containsExactly(
                        "[crash] report 20261122T203209.806Z-5a51e48e, sent, now " + Path.of("/r/a.json"),
                        "[crash] report 20261122T203209.806Z-5a51e48e, could not be sent yet, waits for another try");
    }

    @Test
    void blockShowsControlAndBidiCharactersAsEscapes() {
        notifier.crashed(notice("a\u001b[31m\u0007b\u202ec\u2066\u200fd\u2028e\udb40\udc01f", false, null, false));
        assertThat(lines()[0]).isEqualTo("[crash] a\\u001b[31m\\u0007b\\u202ec\\u2066\\u200fd\\u2028e\\udb40\\udc01f");
    }

    @Test
    void blockWhenMessageIsLongOrOfManyLinesHasItsBeginning() {
        notifier.crashed(notice("x".repeat(199) + "\ud83d\ude00 and more\nsecond line", false, null, false));
        assertThat(lines()).hasSize(3);
        assertThat(lines()[0]).isEqualTo("[crash] " + "x".repeat(199) + "...");
    }
}
