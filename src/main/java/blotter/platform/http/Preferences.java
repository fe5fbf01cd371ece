package blotter.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client prefers (RFC 7240): `handling=lenient` and `return=minimal`. Other preferences are
/// ignored, as the standard asks for.
///
/// @param lenient do what can be done, instead of all or nothing
/// @param minimal leave out of the answer what the client can do without
/// @param applied what `Preference-Applied` says, or null when nothing was asked for
public record Preferences(
        boolean lenient, boolean minimal, @Nullable String applied) {

    public static Preferences of(@Nullable String header) {
        String handling = null;
        String returned = null;
        for (var preference : header == null ? new String[0] : header.split(",", -1)) {
            var pair = preference.split(";", 2)[0].split("=", 2);
            var name = pair[0].strip().toLowerCase(Locale.ROOT);
            var value = pair.length < 2 ? "" : pair[1].strip().replace("\"", "");
            // Of a preference given twice the first counts.
            if (name.equals("handling")
                    && handling == null
                    && List.of("lenient", "strict").contains(value)) {
                handling = value;
            } else if (name.equals("return")
                    && returned == null
                    && List.of("minimal", "representation").contains(value)) {
                returned = value;
            }
        }
        var applied = new ArrayList<String>();
        if (handling != null) {
            applied.add("handling=" + handling);
        }
        if (returned != null) {
            applied.add("return=" + returned);
        }
        return new Preferences(
                "lenient".equals(handling),
                "minimal".equals(returned),
                applied.isEmpty() ? null : String.join(", ", applied));
    }

    /// The same for an operation that is lenient always: it does not claim to have been strict.
    public Preferences alwaysLenient() {
        var followed = applied == null ? "" : applied.replaceFirst("^handling=strict(, )?", "");
        return new Preferences(true, minimal, followed.isEmpty() ? null : followed);
    }
}
