package blotter.people.account;

import blotter.people.authentication.PersonalTokens;
import blotter.people.authentication.SessionStore;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Changes what people sign in with, and ends what an old one has opened.
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

    /// Gives the person a new password. Their sessions end, and their one-time links.
    ///
    /// @param here the session that goes on; null for none
    void setPassword(Handle handle, int orgId, UUID userId, String hash, @Nullable UUID here) {
        accounts.setPassword(handle, orgId, userId, hash);
        sessions.endAll(handle, orgId, userId, here);
        links.forget(handle, orgId, userId);
    }

    /// Gives somebody who came by a link a password. They may have lost the account to somebody else, so their tokens
    /// end,
    /// too.
    void reset(Handle handle, int orgId, UUID userId, String hash) {
        setPassword(handle, orgId, userId, hash, null);
        tokens.revokeAll(handle, orgId, userId);
    }

    /// Ends what was opened before the person's email or second factor changed.
    ///
    /// @param here the session that goes on; null for none
    void changed(Handle handle, int orgId, UUID userId, @Nullable UUID here) {
        sessions.endAll(handle, orgId, userId, here);
        links.forget(handle, orgId, userId);
    }

    /// Lets the person in no more: sessions and links are over.
    void end(Handle handle, int orgId, UUID userId) {
        sessions.endAll(handle, orgId, userId, null);
        links.forget(handle, orgId, userId);
    }
}
