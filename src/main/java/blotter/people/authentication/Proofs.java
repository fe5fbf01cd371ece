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

/// What proofs are worth now.
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

    /// The callers of these proofs, with what they may by now; one that is worth nothing any more is not among them.
    /// Sessions are looked up with one statement, and are not used by it: who only listens goes idle.
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
        sessions.going(ofSessions.keySet(), clock.instant()).forEach((token, going) -> {
            var member = users.find(going.orgId(), going.userId());
            var proof = ofSessions.get(token);
            if (member != null && member.active() && proof != null) {
                var permissions = Role.permissions(member.roles());
                callers.put(proof, new Caller(going.orgId(), going.userId(), permissions, Via.PAGE));
            }
        });
        return callers;
    }

    /// Whose token it is; null when it is not valid, no longer, or not from this address.
    @Nullable
    Caller caller(Proof.OfToken proof) {
        return proof.token().startsWith(PersonalTokens.PREFIX) ? person(proof.token()) : machine(proof);
    }

    private @Nullable Caller machine(Proof.OfToken proof) {
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
        var permissions = found.token().of(Role.permissions(member.roles()));
        return new Caller(found.orgId(), member.user().id(), permissions, Via.API);
    }
}
