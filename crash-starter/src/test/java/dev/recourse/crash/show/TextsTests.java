package dev.recourse.crash.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTests {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH, null);

    private static Texts texts(String language) {
        return new Texts(Locale.forLanguageTag(language), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "it", "es"})
    void translationHasEveryTextWithItsPlaces(String language) throws IOException {
        Properties own = new Properties();
        own.load(Texts.class.getResourceAsStream("texts_" + language + ".properties"));
        assertThat(own.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(ENGLISH.keys());
        for (String key : ENGLISH.keys()) {
            String text = texts(language).get(key);
            assertThat(text).as(key).doesNotContain("\ufffd");
            Stream.of("{0}", "{1}", "&")
                    .forEach(mark -> assertThat(text.contains(mark))
                            .as(key + ": " + mark)
                            .isEqualTo(ENGLISH.get(key).contains(mark)));
        }
    }

    /** Those of the window with a decision, of the one without, and of the mail to copy. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "it", "es"})
    void lettersOfAWindowAreDifferent(String language) {
        for (List<String> window : List.of(
                List.of("comment", "show", "mail", "copy", "always", "keep", "send"),
                List.of("comment", "show", "mail", "copy", "ask-again", "close"),
                List.of("copy-text", "close"))) {
            List<Character> letters = new ArrayList<>();
            for (String key : window) {
                String text = texts(language).get(key);
                letters.add(Character.toLowerCase(text.charAt(text.indexOf('&') + 1)));
            }
            assertThat(letters).as(window.toString()).doesNotHaveDuplicates();
        }
    }

    @Test
    void languageThatIsNotThereIsEnglish() {
        assertThat(texts("ja-JP").get("close")).isEqualTo(ENGLISH.get("close"));
        assertThat(texts("de-CH").get("sent", "x&{0}")).isEqualTo("Bericht x&{0} wurde gesendet.");
    }

    @Test
    void textsOfTheApplicationComeFirst(@TempDir Path own) throws IOException {
        Files.writeString(own.resolve("recourse-crash.properties"), "close=Go away\nsent=\\u12");
        Files.writeString(own.resolve("recourse-crash_nl.properties"), "failed={0} doet het niet, “écht”");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {own.toUri().toURL()}, null)) {
            Texts texts = new Texts(Locale.forLanguageTag("nl-BE"), loader);
            assertThat(texts.get("close")).isEqualTo("Go away");
            assertThat(texts.get("failed", "Acme")).isEqualTo("Acme doet het niet, “écht”");
            assertThat(texts.keys()).isEqualTo(Set.copyOf(ENGLISH.keys()));
        }
    }
}
