package dev.recourse.crash.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashMailTests {

    private static final String ID = "20261122T154200.123Z-7f3a9c1e";

    private static String decoded(URI mail) {
        return URLDecoder.decode(mail.toString(), StandardCharsets.UTF_8);
    }

    private static CrashMail mail(String message, Path file) {
        CrashReport report = CrashReport.builder(
                        ID, Source.UNCAUGHT, Instant.EPOCH, List.of(new Failure("a.B", message, List.of(), List.of())))
                .comment("turning")
                .build();
        return new MailComposer("ada@acme.example", null, new Texts(Locale.ENGLISH, null)).compose(report, file);
    }

    @Test
    void uriIsAsRfc6068Wants() {
        CrashMail mail = new CrashMail("a%b@acme.example,c@acme.example", "Ä & b", "1 + 1 = 2\n\"?\"", "end\r\nof it");
        assertThat(mail.uri())
                .hasToString("mailto:a%25b@acme.example,c@acme.example?subject=%C3%84%20%26%20b"
                        + "&body=1%20%2B%201%20%3D%202%0D%0A%22%3F%22%0D%0A%0D%0Aend%0D%0Aof%20it");
    }

    /** A header that somebody writes into the message would be one more recipient. */
    @Test
    void uriOfAHostileMessageHasOneBody() {
        String uri = mail("x&bcc=eve@evil.example\r\nTo: eve@evil.example\u0000\u001b[31m\u202e", Path.of("/r/a.json"))
                .uri()
                .toString();
        assertThat(uri).containsOnlyOnce("&").doesNotContain("bcc=", "\u202e", "%1B", "%00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\ud83d\ude00", "e\u0301", "\n", "%", "ü"})
    void uriOfALongMessageIsCutAtAWholeCharacterAndKeepsTheEnd(String character) {
        URI uri = mail(character.repeat(10_000), Path.of("/r/a.json")).uri();
        assertThat(uri.toString()).hasSizeBetween(1950, 2000);
        assertThat(decoded(uri))
                .doesNotContain("\ufffd")
                .contains("...\r\n\r\nReport: " + ID)
                .endsWith("Please attach this file: " + Path.of("/r/a.json"));
        if (character.equals("e\u0301")) {
            assertThat(decoded(uri)).doesNotContain("e...");
        }
    }

    @Test
    void uriWhenEverythingIsLongFits() {
        CrashMail mail = new CrashMail("a@b.c", "ü".repeat(5000), "ü".repeat(5000), "ü".repeat(5000));
        assertThat(mail.uri().toString()).hasSizeLessThanOrEqualTo(2000);
        assertThat(mail.text()).hasSizeGreaterThan(15_000);
    }

    @Test
    void mailSaysWhatHappenedAndWhatTheUserWasDoing() {
        CrashMail mail = mail("broken", Path.of("/r/a.json"));
        assertThat(mail.subject()).isEqualTo("The application: crash report " + ID);
        assertThat(mail.story()).isEqualTo("a.B: broken\n\nWhat I was doing:\nturning");
    }

    @Test
    void mailOfALongPathNamesTheFile() {
        Path file = Path.of("/" + "long".repeat(100), "a.json");
        assertThat(mail("broken", file).rest()).endsWith("Please attach this file: a.json");
    }
}
