package blotter.people.account;

import blotter.people.authentication.Passwords;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out whether somebody is who they say. Neither the answer nor its time tells a stranger who has an account.
final class SignIn {
    private final AccountStore accounts;

    SignIn(AccountStore accounts) {
        this.accounts = accounts;
    }

    /// What somebody signs in with.
    ///
    /// @param code of the second factor, or one that recovers it
    /// @param organization its slug, needed by those who have the same password in several
    record Credentials(
            String email,
            String password,
            @Nullable String code,
            @Nullable String organization) {
        // A record's own text would carry the password into logs.
        @Override
        public String toString() {
            return "Credentials[email=%s]".formatted(email);
        }
    }

    /// The account that these are the credentials of.
    ///
    /// Throws problems: `invalid-credentials`, `organization-required`, which names them.
    Account of(Credentials credentials) {
        var matching = matching(credentials);
        if (matching.isEmpty()) {
            throw invalid("the email or the password is wrong");
        }
        if (matching.size() > 1) {
            throw Problem.problem(
                            ProblemType.ORGANIZATION_REQUIRED,
                            "this account is in several organizations (expected: organization, the slug of one)")
                    .with(
                            "organizations",
                            matching.stream()
                                    .map(Account::organization)
                                    .map(each -> Map.of("slug", each.slug(), "name", each.name()))
                                    .toList());
        }
        return matching.getFirst();
    }

    /// Those whose password it is. As many passwords are looked at whoever it is: as many as anybody has accounts.
    private List<Account> matching(Credentials credentials) {
        var known = accounts.withPassword(credentials.email, credentials.organization);
        int looks = credentials.organization == null ? accounts.mostOrganizations() : 1;
        var matching = new ArrayList<Account>();
        for (int i = 0; i < Math.max(looks, known.size()); i++) {
            var account = i < known.size() ? known.get(i) : null;
            boolean same = Passwords.matches(credentials.password, account == null ? null : account.passwordHash());
            if (same && account != null) {
                matching.add(account);
            }
        }
        return matching;
    }

    static Problem invalid(String detail) {
        return Problem.problem(ProblemType.INVALID_CREDENTIALS, detail)
                .header("WWW-Authenticate", "Bearer realm=\"blotter\"");
    }
}
