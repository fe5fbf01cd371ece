package blotter.people.account;

import blotter.platform.access.Via;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.List;

/// The account of the person who asks. What opens it is changed in a session alone: who has found a token must not
/// keep its owner out.
final class OwnAccount {
    private OwnAccount() {}

    /// The account, which has a password. Throws a problem `conflict` when it has none, or the caller has a token.
    static Account withPassword(Exchange exchange, AccountStore accounts) {
        var caller = exchange.caller();
        if (caller.via() != Via.PAGE) {
            throw conflict("session_required", "this takes a session, not a token");
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
