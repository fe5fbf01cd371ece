package blotter.register.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.tag.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final String ODD = "'=+-@\t\r\n \"\\;,a1é＝日\uD83D\uDE00#:";

    private static String text(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(6);
        var characters = ODD.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Test
    void everyTextRoundTripsAndNoneIsAFormula() {
        var random = new Random(4711);
        for (int i = 0; i < 100_000; i++) {
            var text = text(random);
            var cell = Cells.written(text);
            assertThat(Cells.read(cell)).as("of the text <%s>", text).isEqualTo(text);
            assertThat(cell).isNotEmpty();
            assertThat("=+-@\t\r\n＝").doesNotContain(cell.substring(0, 1));
        }
        assertThat(Cells.read(Cells.written(null))).isNull();
    }

    @Test
    void plainTextsAreNotEscaped() {
        assertThat(Cells.written("Phishing")).isEqualTo("Phishing");
        assertThat(Cells.written("'twas so")).isEqualTo("'twas so");
        assertThat(Cells.written("=1+1")).isEqualTo("'=1+1");
        assertThat(Cells.written("'=1+1")).isEqualTo("''=1+1");
        assertThat(Cells.read("'twas so")).isEqualTo("'twas so");
    }

    @Test
    void everyListOfLabelsRoundTrips() {
        var random = new Random(4712);
        for (int i = 0; i < 20_000; i++) {
            var labels = new ArrayList<String>();
            for (int n = random.nextInt(4); n > 0; n--) {
                var label = text(random).strip();
                if (!label.isEmpty()) {
                    labels.add(label);
                }
            }
            var tags = labels.stream()
                    .map(label -> new Tag(new UUID(0, 1), label, new UUID(0, 2), new UUID(0, 3)))
                    .toList();
            var cell = Cells.tags(tags);
            assertThat(cell == null ? List.of() : Cells.labels(cell)).isEqualTo(labels);
        }
    }

    @Test
    void otherBackslashesAreLiteral() {
        assertThat(Cells.labels("CORP\\ann; a\\;b ;; c\\\\")).containsExactly("CORP\\ann", "a;b", "c\\");
    }
}
