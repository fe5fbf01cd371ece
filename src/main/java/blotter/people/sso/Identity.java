package blotter.people.sso;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody whom the provider knows.
///
/// @param subject never another's, nor reused
/// @param email null when it does not say
/// @param emailVerified whether the provider says that it is
/// @param groups the values of the roles claim; null when the provider sent none
record Identity(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        String firstName,
        String lastName,
        @Nullable List<String> groups) {}
