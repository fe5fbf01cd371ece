package blotter.people.sso;

import blotter.platform.access.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The identity provider, and how its users map to users here.
///
/// @param clientSecret null for a public client
/// @param name the provider's name for display
/// @param organization the slug of its users' organization
/// @param domains the permitted email domains, in lower case; empty for all
/// @param rolesClaim the claim with the roles; null when Admins assign them
/// @param roles the roles for each value of the claim
/// @param newcomers the roles of a new user when there is no claim
/// @param trustEmail whether to accept emails that the provider does not mark as verified
public record SsoSettings(
        URI issuer,
        String clientId,
        @Nullable String clientSecret,
        String name,
        String organization,
        Set<String> domains,
        @Nullable String rolesClaim,
        Map<String, List<Role>> roles,
        List<Role> newcomers,
        boolean trustEmail) {

    // The generated text would put the secret into logs.
    @Override
    public String toString() {
        return "SsoSettings[issuer=%s, clientId=%s]".formatted(issuer, clientId);
    }

    /// The environment variables, unparsed.
    public record Texts(
            Optional<String> issuer,
            Optional<String> clientId,
            Optional<String> clientSecret,
            Optional<String> name,
            Optional<String> organization,
            Who who) {}

    /// The environment variables about users, unparsed.
    public record Who(
            Optional<String> domains,
            Optional<String> rolesClaim,
            Optional<String> roles,
            Optional<String> newcomers,
            Optional<String> trustEmail) {}

    /// Parses the settings; null when there is no provider. Throws IllegalArgumentException with variable, value
    /// and expectation.
    public static @Nullable SsoSettings of(Texts texts) {
        if (texts.issuer.isEmpty()) {
            return null;
        }
        var who = texts.who;
        var rolesClaim = who.rolesClaim.orElse(null);
        if (rolesClaim != null && who.roles.isEmpty()) {
            throw bad("ROLES", "", "what each value of the claim gives, like secops=Incident Editor;admins=Admin");
        }
        return new SsoSettings(
                issuer(texts.issuer.get().strip()),
                required("CLIENT_ID", texts.clientId),
                texts.clientSecret.orElse(null),
                texts.name.orElse("Single sign-on"),
                required("ORGANIZATION", texts.organization),
                list(who.domains.orElse("")).stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                rolesClaim,
                mapping(who.roles.orElse("")),
                roles("NEW_USERS", who.newcomers.orElse("Viewer")),
                trust(who.trustEmail.orElse("false")));
    }

    private static URI issuer(String text) {
        try {
            var uri = URI.create(text);
            boolean here = List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
            if (uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw bad("ISSUER", text, "the address of the provider, like https://idp.example.com");
    }

    private static String required(String name, Optional<String> text) {
        return text.orElseThrow(() -> bad(name, "", "a value, because BLOTTER_SSO_ISSUER is set"));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Map<String, List<Role>> mapping(String text) {
        var mapping = new LinkedHashMap<String, List<Role>>();
        for (var each : text.split(";", -1)) {
            int equals = each.lastIndexOf('=');
            if (each.isBlank()) {
                continue;
            }
            if (equals < 1) {
                throw bad("ROLES", each, "value=Role,Role;value=Role");
            }
            mapping.put(each.substring(0, equals).strip(), roles("ROLES", each.substring(equals + 1)));
        }
        return Map.copyOf(mapping);
    }

    private static List<Role> roles(String name, String text) {
        var roles = new ArrayList<Role>();
        for (var label : list(text)) {
            var role = Role.fromLabel(label);
            if (role == null) {
                throw bad(name, label, Role.labels());
            }
            roles.add(role);
        }
        return List.copyOf(roles);
    }

    private static boolean trust(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw bad("TRUST_EMAIL", text, "true or false");
        }
        return text.equals("true");
    }

    private static IllegalArgumentException bad(String name, String value, String expectation) {
        return new IllegalArgumentException(
                "BLOTTER_SSO_%s: %s (expected: %s)".formatted(name, value.isEmpty() ? "not set" : value, expectation));
    }
}
