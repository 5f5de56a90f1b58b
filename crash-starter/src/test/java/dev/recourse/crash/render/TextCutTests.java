package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCutTests {

    private static final String EMOJI = "\ud83d\ude00";

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abc, 2, ab", "abc, 0, ''", "'', 0, ''"})
    void cutEndsAtTheLength(String text, int length, String expected) {
        assertThat(TextCut.cut(text, length)).isEqualTo(expected);
    }

    @Test
    void cutWhenAPairWouldBeSplitEndsBeforeIt() {
        assertThat(TextCut.cut("ab" + EMOJI, 3)).isEqualTo("ab");
        assertThat(TextCut.cut("ab" + EMOJI, 4)).isEqualTo("ab" + EMOJI);
        assertThat(TextCut.cut(EMOJI + EMOJI, 2)).isEqualTo(EMOJI);
        assertThat(TextCut.shortened("ab" + EMOJI, 3)).isEqualTo("ab...");
    }

    @Test
    void wellFormedWhenAHalfIsLoneReplacesIt() {
        assertThat(TextCut.wellFormed("plain")).isEqualTo("plain");
        assertThat(TextCut.wellFormed("a" + EMOJI)).isEqualTo("a" + EMOJI);
        assertThat(TextCut.wellFormed("\ud83da")).isEqualTo("\ufffda");
        assertThat(TextCut.wellFormed("\ude00\ud83d")).isEqualTo("\ufffd\ufffd");
        assertThat(TextCut.wellFormed("\ud83d" + EMOJI)).isEqualTo("\ufffd" + EMOJI);
    }
}
