package blotter.people.account;

import blotter.people.organization.Organization;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person's account for signing in.
///
/// @param passwordHash null when the person was invited and has not chosen a password, or uses single sign-on
/// @param secondFactor whether a code is required in addition to the password
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
