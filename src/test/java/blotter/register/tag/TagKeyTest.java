package blotter.register.tag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagKeyTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Phishing, phishing",
                "PHISHING, phishing",
                "Ángel, angel",
                "A\u0301ngel, ángel",
                "ÅNGSTRÖM, angstrom",
                "straße, STRASSE",
                "ΟΔΟΣ, οδος",
                "οδός, ΟΔΟΣ",
                "Ёлка, елка",
                "legal  hold, legal hold",
                "legal\u00a0hold, LEGAL HOLD",
                "legal\thold, legal hold",
                "İstanbul, istanbul"
            })
    void labelsThatDifferInCaseAccentsOrSpacingHaveOneKey(String one, String other) {
        assertThat(TagKey.of(one)).isEqualTo(TagKey.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "phishing, fishing",
        "legal hold, legalhold",
        "a-b, a b",
        "日本, 中国",
        "😀, 😁",
        "c, c++",
        "ö, oe",
        "か, が",
        "की, का",
        "ט, טּ"
    })
    void labelsWithDifferentLettersHaveDifferentKeys(String one, String other) {
        assertThat(TagKey.of(one)).isNotEqualTo(TagKey.of(other));
    }

    @Test
    void keysAreIdempotent() {
        for (var label :
                new String[] {"Ångström", "straße", "ΟΔΟΣ", "İstanbul", "  a  b ", "😀", "ﬁsh", "Å", "ǰ", "ΐ"}) {
            assertThat(TagKey.of(TagKey.of(label))).as(label).isEqualTo(TagKey.of(label));
        }
    }

    @Test
    void labelsOfMarksOnlyHaveAKey() {
        assertThat(TagKey.of("\u0301")).isNotEmpty();
    }
}
