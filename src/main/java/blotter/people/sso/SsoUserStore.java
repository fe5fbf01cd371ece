package blotter.people.sso;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Maps the provider's subjects to users.
final class SsoUserStore {

    /// The user with an email.
    ///
    /// @param issuer null when not yet linked to a provider
    record Linked(UUID userId, boolean person, @Nullable String issuer) {}

    @Nullable
    UUID find(Handle handle, int orgId, String issuer, String subject) {
        return handle.createQuery("""
                        select id
                          from app_user
                         where org_id = :org and sso_issuer = :issuer and sso_subject = :subject""")
                .bind("org", orgId)
                .bind("issuer", issuer)
                .bind("subject", subject)
                .mapTo(UUID.class)
                .findOne()
                .orElse(null);
    }

    @Nullable
    Linked ofEmail(Handle handle, int orgId, String email) {
        return handle.createQuery("""
                        select id, kind = 'person' as person, sso_issuer
                          from app_user
                         where org_id = :org and lower(email) = lower(:email)""")
                .bind("org", orgId)
                .bind("email", email)
                .map((row, context) -> new Linked(
                        row.getObject("id", UUID.class), row.getBoolean("person"), row.getString("sso_issuer")))
                .findOne()
                .orElse(null);
    }

    void link(Handle handle, int orgId, UUID userId, String issuer, String subject) {
        handle.createUpdate("""
                        update app_user set sso_issuer = :issuer, sso_subject = :subject
                         where org_id = :org and id = :id""")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("org", orgId)
                .bind("id", userId)
                .execute();
    }
}
