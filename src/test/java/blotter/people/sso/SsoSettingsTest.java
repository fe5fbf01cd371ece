package blotter.people.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsoSettingsTest {
    private static @Nullable SsoSettings settings(String name, String value) {
        var all = new HashMap<>(Map.of(
                "ISSUER", "https://idp.example.com/tenant",
                "CLIENT_ID", "blotter",
                "ORGANIZATION", "northwind"));
        all.put(name, value);
        return SsoSettings.of(new SsoSettings.Texts(
                text(all, "ISSUER"),
                text(all, "CLIENT_ID"),
                text(all, "CLIENT_SECRET"),
                text(all, "NAME"),
                text(all, "ORGANIZATION"),
                new SsoSettings.Who(
                        text(all, "DOMAINS"),
                        text(all, "ROLES_CLAIM"),
                        text(all, "ROLES"),
                        text(all, "NEW_USERS"),
                        text(all, "TRUST_EMAIL"))));
    }

    private static Optional<String> text(Map<String, String> all, String name) {
        return Optional.ofNullable(all.get(name)).filter(each -> !each.isEmpty());
    }

    @Test
    void isDisabledWithoutAnIssuer() {
        assertThat(settings("ISSUER", "")).isNull();
    }

    @Test
    void defaultsAreSecure() {
        var settings = Objects.requireNonNull(settings("CLIENT_SECRET", "s3cret"));
        assertThat(settings.trustEmail()).isFalse();
        assertThat(settings.newcomers()).containsExactly(Role.VIEWER);
        assertThat(settings.rolesClaim()).isNull();
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void mapsValuesOfTheClaimToRoles() {
        var settings = Objects.requireNonNull(settings("ROLES", "cn=sec,dc=x=Editor, Risk Viewer ; b=Admin;"));
        assertThat(settings.roles())
                .isEqualTo(Map.of("cn=sec,dc=x", List.of(Role.EDITOR, Role.RISK_VIEWER), "b", List.of(Role.ADMIN)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISSUER | http://idp.example.com | http://idp.example.com (expected: the address",
                "ISSUER | idp | idp (expected: the address",
                "CLIENT_ID | '' | not set (expected: a value",
                "ORGANIZATION | '' | not set (expected: a value",
                "ROLES | secops | secops (expected: value=Role",
                "ROLES | a=Emperor | Emperor (expected: Admin, Editor",
                "ROLES_CLAIM | groups | not set (expected: what each value",
                "NEW_USERS | Nobody | Nobody (expected: Admin, Editor",
                "TRUST_EMAIL | yes | yes (expected: true or false)"
            })
    void invalidValuesAreReportedWithTheirVariable(String name, String value, String message) {
        assertThatThrownBy(() -> settings(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BLOTTER_SSO_")
                .hasMessageContaining(message);
    }
}
