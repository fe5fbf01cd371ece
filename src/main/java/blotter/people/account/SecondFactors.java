package blotter.people.account;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.platform.secret.SecretBox;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The second factor: TOTP codes, each valid once, and ten recovery codes.
public final class SecondFactors {
    private static final int RECOVERY_CODES = 10;
    // Without characters that are easily confused. Sixteen of them have 79 bits of entropy.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;

    private final SecondFactorStore store;
    private final Clock clock;

    public SecondFactors(SecretBox box, Clock clock) {
        this.store = new SecondFactorStore(box);
        this.clock = clock;
    }

    /// Checks and uses the code, if the account has a second factor.
    ///
    /// Throws `second-factor-required` without a code, and `invalid-credentials` with a wrong one.
    void require(Handle handle, Account account, @Nullable String code) {
        if (!account.secondFactor()) {
            return;
        }
        if (code == null || code.isBlank()) {
            throw Problem.problem(
                            ProblemType.SECOND_FACTOR_REQUIRED, "this account has a second factor (expected: code)")
                    .header("WWW-Authenticate", "Bearer realm=\"blotter\"");
        }
        if (!use(handle, account, code)) {
            throw SignIn.invalid("the code is wrong, or was used before");
        }
    }

    private boolean use(Handle handle, Account account, String code) {
        int orgId = account.organization().id();
        var factor = store.find(handle, orgId, account.userId());
        var typed = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        if (factor == null) {
            return true;
        }
        long step = Totp.step(factor.secret(), typed, clock.instant());
        return step < 0
                ? store.useRecoveryCode(handle, orgId, account.userId(), typed)
                : store.useStep(handle, orgId, account.userId(), step);
    }

    /// A new secret for the authenticator app; null when there is already a second factor.
    byte @Nullable [] start(Handle handle, Account account) {
        var secret = Totp.newSecret();
        return store.start(handle, account.organization().id(), account.userId(), secret, clock.instant())
                ? secret
                : null;
    }

    /// Enables the second factor if the code is correct, and returns the recovery codes, which are stored as
    /// hashes. Null when the code is wrong, or when no setup was started.
    @Nullable
    List<String> confirm(Handle handle, Account account, String code) {
        int orgId = account.organization().id();
        var factor = store.find(handle, orgId, account.userId());
        if (factor == null || factor.confirmed()) {
            return null;
        }
        long step = Totp.step(factor.secret(), code.replace(" ", ""), clock.instant());
        if (step < 0 || !store.useStep(handle, orgId, account.userId(), step)) {
            return null;
        }
        var codes = Stream.generate(SecondFactors::recoveryCode)
                .limit(RECOVERY_CODES)
                .toList();
        store.confirm(
                handle,
                orgId,
                account.userId(),
                codes.stream().map(each -> each.replace("-", "")).toList(),
                clock.instant());
        return codes;
    }

    boolean remove(Handle handle, int orgId, java.util.UUID userId) {
        return store.remove(handle, orgId, userId);
    }

    private static String recoveryCode() {
        var random = new SecureRandom();
        return String.join(
                "-",
                Stream.generate(() -> random.ints(4, 0, LETTERS.length())
                                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                                .collect(java.util.stream.Collectors.joining()))
                        .limit(GROUPS)
                        .toList());
    }
}
