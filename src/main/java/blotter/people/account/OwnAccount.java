package blotter.people.account;

import blotter.platform.access.Via;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.List;

/// The caller's own account. Its credentials can only be changed in a session, so that a stolen token cannot lock
/// out its owner.
final class OwnAccount {
    private OwnAccount() {}

    /// Throws `conflict` when the account has no password, or when the caller uses a token.
    static Account withPassword(Exchange exchange, AccountStore accounts) {
        var caller = exchange.caller();
        if (caller.via() != Via.PAGE) {
            throw conflict("session_required", "this requires a session, not a token");
        }
        var account = accounts.find(caller.orgId(), caller.userId());
        if (account == null || !account.hasPassword()) {
            throw conflict("no_password", "this account has no password");
        }
        return account;
    }

    static Problem conflict(String code, String detail) {
        return Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("", code, detail)));
    }
}
