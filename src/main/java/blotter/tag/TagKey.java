package blotter.tag;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// What makes two labels one tag: the same letters, whatever their case, accents or spacing.
public final class TagKey {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private TagKey() {}

    public static String of(String label) {
        // Upper case first: it takes ß to SS and ς to Σ, which lower case alone does not.
        var folded = label.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        var bare =
                MARKS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD)).replaceAll("");
        var key = SPACES.matcher(bare).replaceAll(" ").strip();
        return key.isEmpty() ? label : key;
    }
}
