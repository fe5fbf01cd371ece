package blotter.people.sso;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user of the identity provider.
///
/// @param subject unique and never reassigned
/// @param email null when the provider sent none
/// @param emailVerified whether the provider says that it verified the email
/// @param groups the values of the roles claim; null when the provider sent none
record Identity(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        String firstName,
        String lastName,
        @Nullable List<String> groups) {}
