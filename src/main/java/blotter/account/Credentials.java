package blotter.account;

import blotter.authentication.SessionStore;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Changes what people sign in with, and ends what an old one has opened.
public final class Credentials {
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final OneTimeLinkStore links;

    public Credentials(AccountStore accounts, SessionStore sessions, OneTimeLinkStore links) {
        this.accounts = accounts;
        this.sessions = sessions;
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

    /// Lets the person in no more: sessions and links are over.
    void end(Handle handle, int orgId, UUID userId) {
        sessions.endAll(handle, orgId, userId, null);
        links.forget(handle, orgId, userId);
    }
}
