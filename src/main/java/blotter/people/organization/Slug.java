package blotter.people.organization;

import java.text.Normalizer;
import java.util.Locale;

/// The short name of an organization: 1 to 63 lower-case letters, digits and hyphens.
public final class Slug {
    public static final String FORM = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private Slug() {}

    /// Derives a slug from a name; empty when the name has no usable letter.
    public static String fromName(String name) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        var hyphens = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var trimmed = hyphens.replaceAll("^-|-$", "");
        return trimmed.length() > 63 ? trimmed.substring(0, 63).replaceAll("-$", "") : trimmed;
    }
}
