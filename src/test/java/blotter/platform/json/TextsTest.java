package blotter.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "tab\tand\nline", "Gdańsk", "日本", "😀", "a😀b", "\u0001", "\ufffd", "\uffff"})
    void wellFormedUnicodeIsSound(String text) {
        assertThat(Texts.isSound(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\u0000b",
                "\ud83d",
                "\ude00",
                "a\ud83d",
                "\ud83da",
                "\ude00\ud83d",
                "\ud83d\ud83d\ude00"
            })
    void nulAndLoneSurrogatesAreNotSound(String text) {
        assertThat(Texts.isSound(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\r\n",
                "\u00a0",
                "\u2003",
                "\u3000",
                "\u200b",
                "\u2060",
                "\ufeff",
                "\u00ad",
                "\u0001",
                "\u0085",
                "\u2028",
                " \u200b\u00a0"
            })
    void invisibleTextIsBlank(String text) {
        assertThat(Texts.isBlank(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", ".", "-", "😀", "\u200ba"})
    void visibleTextIsNotBlank(String text) {
        assertThat(Texts.isBlank(text)).isFalse();
    }
}
