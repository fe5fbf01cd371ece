package blotter.register.tag;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// The key of a label: labels that differ only in case, accents or spacing have the same.
public final class TagKey {
    // Accents only: marks of other scripts are vowels, or distinguish letters (か and が).
    private static final Pattern ACCENTS = Pattern.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private TagKey() {}

    public static String of(String label) {
        // Upper case first, which maps ß to SS and ς to Σ.
        var folded = label.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        var bare = ACCENTS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                .replaceAll("");
        var key = SPACES.matcher(bare).replaceAll(" ").strip();
        return key.isEmpty() ? label : key;
    }
}
