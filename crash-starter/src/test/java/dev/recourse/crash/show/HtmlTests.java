package dev.recourse.crash.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTests {

    private final Html html = new Html();

    @Test
    void textIsWhatItWasAndNoMarkup() {
        String text = "</p><script>alert('1')</script> & \"more\"\n\tthan \uD83D\uDE00 that &lt;";
        html.in("p", text);
        Element body = Jsoup.parse(html.toString()).body();
        assertThat(body.select("p").first().wholeText()).isEqualTo(text);
        assertThat(body.getAllElements()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0, \\u0000", "7, \\u0007", "13, \\u000d", "27, \\u001b", "127, \\u007f", "133, \\u0085"})
    void textWhenACharacterIsAControlNamesIt(int character, String name) {
        html.in("p", "a" + (char) character + "b");
        assertThat(html).hasToString("<p>a<i>" + name + "</i>b</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202E", "\u2066", "\u200F", "\u061C", "\u200B", "\uFEFF", "\u2028", "\uD800", "\uDC00", "\uFFFF"
            })
    void textWhenACharacterHidesOrTurnsOthersNamesIt(String character) {
        html.in("p", "a" + character + "b");
        assertThat(html).hasToString("<p>a<i>\\u%04x</i>b</p>".formatted((int) character.charAt(0)));
    }

    @Test
    void textWhenAJoinerIsPartOfAnEmojiKeepsIt() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69";
        assertThat(html.text(family)).hasToString(family);
    }

    @Test
    void textWhenALineEndsAsOnWindowsIsOneLineFeed() {
        assertThat(html.text("a\r\nb")).hasToString("a\nb");
    }

    @Test
    void valueWhenLongIsFoldedButWhole() {
        String text = "x".repeat(1999) + "\uD83D\uDE00" + "y".repeat(1_000_000);
        html.value("p", text);
        Element body = Jsoup.parse(html.toString()).body();
        assertThat(body.select("summary").text()).isEqualTo("1,000,002 more characters");
        body.select("summary").remove();
        assertThat(body.wholeText()).isEqualTo(text);
        assertThat(html.toString())
                .isEqualTo(new String(html.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p><script",
                "p onclick=\"x\" id=\"&quot;\"",
                "a href=\"javascript:alert(1)\"",
                "p class=\"a\"b\"",
                "p class='a'",
                "P",
                "p style=\"color:red\"",
                ""
            })
    void startTagWhenItIsNotMadeOfPlainWordsIsRefused(String start) {
        assertThatIllegalArgumentException().isThrownBy(() -> html.in(start, "x"));
    }

    @Test
    void escapedIsTextInATitle() {
        String title = Jsoup.parse("<title>" + Html.escaped("</title><script>\u202E&amp;") + "</title>")
                .title();
        assertThat(title).isEqualTo("</title><script>\uFFFD&amp;");
    }
}
