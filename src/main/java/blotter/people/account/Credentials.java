package blotter.people.account;

import blotter.people.authentication.PersonalTokens;
import blotter.people.authentication.SessionStore;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Changes credentials, and ends the sessions, links and tokens that depended on the old ones.
public final class Credentials {
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final PersonalTokens tokens;
    private final OneTimeLinkStore links;

    public Credentials(AccountStore accounts, SessionStore sessions, PersonalTokens tokens, OneTimeLinkStore links) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.links = links;
    }

    /// Sets a password, and ends sessions and one-time links.
    ///
    /// @param here the session to keep; null for none
    void setPassword(Handle handle, int orgId, UUID userId, String hash, @Nullable UUID here) {
        accounts.setPassword(handle, orgId, userId, hash);
        sessions.endAll(handle, orgId, userId, here);
        links.revoke(handle, orgId, userId);
    }

    /// Sets a password by a one-time link. Revokes personal tokens too, because the account may have been taken
    /// over.
    void reset(Handle handle, int orgId, UUID userId, String hash) {
        setPassword(handle, orgId, userId, hash, null);
        tokens.revokeAll(handle, orgId, userId);
    }

    /// Ends sessions and links after a change of the email or the second factor.
    ///
    /// @param here the session to keep; null for none
    void changed(Handle handle, int orgId, UUID userId, @Nullable UUID here) {
        sessions.endAll(handle, orgId, userId, here);
        links.revoke(handle, orgId, userId);
    }

    /// Ends all sessions and links.
    void end(Handle handle, int orgId, UUID userId) {
        sessions.endAll(handle, orgId, userId, null);
        links.revoke(handle, orgId, userId);
    }
}
