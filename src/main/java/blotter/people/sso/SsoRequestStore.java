package blotter.people.sso;

import blotter.people.authentication.Secrets;
import blotter.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The pending authorization requests. Each is accepted once.
final class SsoRequestStore {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Database database;

    SsoRequestStore(Database database) {
        this.database = database;
    }

    void insert(int orgId, SsoRequest request, Instant now) {
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("delete from sso_request where org_id = :org and expires_date < :now")
                    .bind("org", orgId)
                    .bind("now", now)
                    .execute();
            handle.createUpdate("""
                            insert into sso_request (org_id, state_hash, nonce, verifier, return_to, expires_date)
                            values (:org, :state, :nonce, :verifier, :return, :expires)""")
                    .bind("org", orgId)
                    .bind("state", Secrets.hash(request.state()))
                    .bind("nonce", request.nonce())
                    .bind("verifier", request.verifier())
                    .bind("return", request.returnTo())
                    .bind("expires", now.plus(LIFETIME))
                    .execute();
        });
    }

    /// Removes and returns the request with this state; null when there is none or it has expired.
    @Nullable
    SsoRequest take(int orgId, String state, Instant now) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        delete from sso_request
                         where org_id = :org and state_hash = :state and expires_date > :now
                        returning nonce, verifier, return_to""")
                        .bind("org", orgId)
                        .bind("state", Secrets.hash(state))
                        .bind("now", now)
                        .map((row, context) -> new SsoRequest(
                                state, row.getString("nonce"), row.getString("verifier"), row.getString("return_to")))
                        .findOne()
                        .orElse(null));
    }
}
