package blotter.app.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a role by its name or in a form that needs no quotes: `Incident Editor`, `incident-editor`.
final class Roles implements ITypeConverter<String> {
    private static final List<String> ALL =
            List.of("Admin", "Editor", "Viewer", "Incident Editor", "Incident Viewer", "Risk Editor", "Risk Viewer");

    @Override
    public String convert(String text) {
        return ALL.stream()
                .filter(role -> plain(role).equals(plain(text)))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("%s (expected: %s)".formatted(text, String.join(", ", ALL))));
    }

    private static String plain(String role) {
        return role.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    }
}
