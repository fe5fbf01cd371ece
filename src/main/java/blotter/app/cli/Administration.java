package blotter.app.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an administrator does from the command line.
///
/// Roles are given by their names, such as `Incident Editor`; the command line has checked them.
interface Administration {
    /// The token of the link with which the first organization is made; null when there is one.
    @Nullable
    String setupToken();

    /// @throws Refused when the slug is taken
    Organization createOrganization(String slug, String name);

    /// Makes a service account. Its name and roles are given.
    ///
    /// @throws Refused when there is no such organization, or the name is taken
    ServiceAccount createServiceAccount(String organization, AccountContent content);

    /// Changes what is given of a service account, by its name or its client id.
    ///
    /// @throws Refused when there is none, or the new name is taken
    void changeServiceAccount(String organization, String account, AccountContent content);

    /// @throws Refused when there is no such organization, or the address is taken
    User createUser(NewUser user);

    record Organization(String id, String slug, String name) {}

    /// @param clientSecret shown once; only its hash is kept
    record ServiceAccount(String clientId, String clientSecret) {}

    /// What is set of a service account; null leaves it as it is.
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

    /// The organization's service accounts, by name.
    ///
    /// @throws Refused when there is no such organization
    List<ListedServiceAccount> serviceAccounts(String organization);

    /// A new secret for a service account, by its name or its client id.
    ///
    /// @param overlapSeconds how long the secrets of before stay good
    /// @throws Refused when there is none
    ServiceAccount rotateSecret(String organization, String account, int overlapSeconds);

    /// Lets a service account in no more, or again.
    ///
    /// @throws Refused when there is none
    void setActive(String organization, String account, boolean active);

    /// Deletes a service account; its name stays in what it did.
    ///
    /// @throws Refused when there is none
    void deleteServiceAccount(String organization, String account);

    /// @param expires when it is no longer let in, or null
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
    /// @param organization its slug, or null for all
    /// @param head a seal of before, as `number:hash`, which has to be there; null when there is none
    /// @throws Refused when there is no such organization
    List<Verified> verifyAuditLog(@Nullable String organization, @Nullable String head);

    /// What an organization's seals say.
    ///
    /// @param unsealed rows that came since the last seal
    /// @param head the last seal, as `number:hash`
    /// @param faults empty when all is as it was written
    record Verified(
            String organization,
            long seals,
            long rows,
            long unsealed,
            @Nullable String head,
            List<String> faults) {}
}
