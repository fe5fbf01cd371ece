package blotter.people.authentication;

import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.access.Role;
import blotter.platform.access.Via;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks credentials, also again during a long response.
public final class Proofs {
    private final AccessTokens tokens;
    private final Users users;
    private final ServiceAccounts accounts;
    private final PersonalTokens personalTokens;
    private final SessionStore sessions;
    private final Clock clock;

    public Proofs(
            AccessTokens tokens,
            Users users,
            ServiceAccounts accounts,
            PersonalTokens personalTokens,
            SessionStore sessions,
            Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.accounts = accounts;
        this.personalTokens = personalTokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The callers with their current permissions, without those whose credential is no longer valid. Reads all
    /// sessions with one statement, and does not count as use of a session: one that only listens becomes idle.
    public Map<Proof, Caller> callers(Collection<Proof> proofs) {
        var callers = new HashMap<Proof, Caller>();
        var ofSessions = new HashMap<String, Proof>();
        for (var proof : proofs) {
            switch (proof) {
                case Proof.OfSession session -> ofSessions.put(session.token(), session);
                case Proof.OfToken token -> {
                    var caller = caller(token);
                    if (caller != null) {
                        callers.put(token, caller);
                    }
                }
            }
        }
        sessions.findLive(ofSessions.keySet(), clock.instant()).forEach((token, session) -> {
            var member = users.find(session.orgId(), session.userId());
            var proof = ofSessions.get(token);
            if (member != null && member.active() && proof != null) {
                var permissions = Role.permissions(member.roles());
                callers.put(proof, new Caller(session.orgId(), session.userId(), permissions, Via.PAGE));
            }
        });
        return callers;
    }

    /// The caller with this token; null when it is invalid, expired, or not allowed from the address.
    @Nullable
    Caller caller(Proof.OfToken proof) {
        return proof.token().startsWith(PersonalTokens.PREFIX) ? person(proof.token()) : serviceAccount(proof);
    }

    private @Nullable Caller serviceAccount(Proof.OfToken proof) {
        var now = clock.instant();
        var claims = tokens.verify(proof.token(), now);
        if (claims == null) {
            return null;
        }
        var member = users.find(claims.orgId(), claims.userId());
        var account = accounts.find(claims.orgId(), claims.userId());
        if (member == null
                || account == null
                || !member.active()
                || account.tokenEpoch() != claims.epoch()
                || account.isExpired(now)
                || !account.mayCallFrom(proof.address())) {
            return null;
        }
        return new Caller(claims.orgId(), claims.userId(), Role.permissions(member.roles()), Via.API);
    }

    private @Nullable Caller person(String token) {
        var found = personalTokens.find(token, clock.instant());
        var member =
                found == null ? null : users.find(found.orgId(), found.token().userId());
        if (found == null || member == null || !member.active()) {
            return null;
        }
        var permissions = found.token().restrict(Role.permissions(member.roles()));
        return new Caller(found.orgId(), member.user().id(), permissions, Via.API);
    }
}
