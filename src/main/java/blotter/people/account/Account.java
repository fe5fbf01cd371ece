package blotter.people.account;

import blotter.people.organization.Organization;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person, as far as signing in goes.
///
/// @param secondFactor whether a code is needed beside the password
/// @param passwordHash null when there is none: somebody who was invited, or signs in elsewhere
record Account(
        Organization organization,
        UUID userId,
        String email,
        @Nullable String passwordHash,
        boolean secondFactor) {
    boolean hasPassword() {
        return passwordHash != null;
    }
}
