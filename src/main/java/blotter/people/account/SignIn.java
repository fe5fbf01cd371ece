package blotter.people.account;

import blotter.people.authentication.Passwords;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks email and password. Neither the response nor its timing reveals which accounts exist.
final class SignIn {
    private final AccountStore accounts;

    SignIn(AccountStore accounts) {
        this.accounts = accounts;
    }

    /// @param code a code of the second factor, or a recovery code
    /// @param organization a slug, required when the same email and password are valid in several organizations
    record Credentials(
            String email,
            String password,
            @Nullable String code,
            @Nullable String organization) {
        // The generated text would put the password into logs.
        @Override
        public String toString() {
            return "Credentials[email=%s]".formatted(email);
        }
    }

    /// The account that matches. Throws `invalid-credentials`, or `organization-required` with the choices.
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

    /// The accounts with this password. Always compares the same number of hashes, so that the time reveals
    /// nothing.
    private List<Account> matching(Credentials credentials) {
        var known = accounts.withPassword(credentials.email, credentials.organization);
        int comparisons = credentials.organization == null ? accounts.maxPasswordsOfAnEmail() : 1;
        var matching = new ArrayList<Account>();
        for (int i = 0; i < Math.max(comparisons, known.size()); i++) {
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
