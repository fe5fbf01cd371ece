package blotter.cli;

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

    /// @throws Refused when there is no such organization
    ServiceAccount createServiceAccount(String organization, String name, List<String> roles);

    /// @throws Refused when there is no such organization, or the address is taken
    User createUser(NewUser user);

    record Organization(String id, String slug, String name) {}

    /// @param clientSecret shown once; only its hash is kept
    record ServiceAccount(String clientId, String clientSecret) {}

    record NewUser(
            String organization,
            String email,
            String firstName,
            String lastName,
            List<String> roles,
            String password) {}

    record User(String id, String email) {}
}
