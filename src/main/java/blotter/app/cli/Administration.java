package blotter.app.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The administrative operations of the command line. Roles are valid names, such as `Incident Editor`.
interface Administration {
    /// The token of the link for creating the first organization; null when there is one.
    @Nullable
    String setupToken();

    /// @throws Refused when the slug is taken
    Organization createOrganization(String slug, String name);

    /// Name and roles are required.
    ///
    /// @throws Refused when there is no such organization, or the name is taken
    ServiceAccount createServiceAccount(String organization, AccountContent content);

    /// @param account the name or the client id
    /// @throws Refused when there is none, or the new name is taken
    void changeServiceAccount(String organization, String account, AccountContent content);

    /// @throws Refused when there is no such organization, or the address is taken
    User createUser(NewUser user);

    record Organization(String id, String slug, String name) {}

    /// @param clientSecret shown once; only its hash is kept
    record ServiceAccount(String clientId, String clientSecret) {}

    /// The settings of a service account; null leaves one unchanged.
    ///
    /// @param allowlist blocks of addresses; empty for all
    record AccountContent(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable List<String> allowlist,
            @Nullable Expiry expiry) {}

    /// @param at null for never
    record Expiry(@Nullable Instant at) {}

    record NewUser(
            String organization,
            String email,
            String firstName,
            String lastName,
            List<String> roles,
            String password) {}

    record User(String id, String email) {}

    /// The organization's service accounts, sorted by name.
    ///
    /// @throws Refused when there is no such organization
    List<ListedServiceAccount> serviceAccounts(String organization);

    /// Creates a new secret.
    ///
    /// @param account the name or the client id
    /// @param overlapSeconds how long the previous secrets remain valid
    /// @throws Refused when there is none
    ServiceAccount rotateSecret(String organization, String account, int overlapSeconds);

    /// @param account the name or the client id
    /// @throws Refused when there is none
    void setActive(String organization, String account, boolean active);

    /// Deletes a service account. Its name remains in past changes.
    ///
    /// @throws Refused when there is none
    void deleteServiceAccount(String organization, String account);

    /// @param expires null for never
    record ListedServiceAccount(
            String name,
            String clientId,
            List<String> roles,
            boolean active,
            List<String> ipAllowlist,
            @Nullable String expires,
            @Nullable String lastUsed) {}

    /// Verifies the seals of an organization, or of each.
    ///
    /// @param organization a slug, or null for all
    /// @param head an earlier seal that must exist, as `number:hash`, or null
    /// @throws Refused when there is no such organization
    List<Verified> verifyAuditLog(@Nullable String organization, @Nullable String head);

    /// The result for one organization.
    ///
    /// @param unsealed rows since the last seal
    /// @param head the last seal, as `number:hash`
    /// @param faults empty when nothing was modified
    record Verified(
            String organization,
            long seals,
            long rows,
            long unsealed,
            @Nullable String head,
            List<String> faults) {}
}
