package blotter.authentication;

import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows down guessing: how many failed sign-ins and token requests an account and an address may have. A few at once,
/// then one in a while; the others are told when to come back.
///
/// Nobody is locked out. From an address that an account was let in from before, only that address's own failures
/// count, whatever others do to the account elsewhere. Each node counts for itself, and a restart forgets.
///
/// Ask [#check] before the secret is looked at, and say then how it went: [#failed] or [#succeeded].
public final class Attempts {
    private static final int ACCOUNT_FAILURES = 10;
    private static final Duration ACCOUNT_PACE = Duration.ofSeconds(30);
    private static final Duration ADDRESS_PACE = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 20_000;

    private final Clock clock;
    private final int addressFailures;
    // Under one lock: this runs where a hash is computed or a row is written, never for a mere request.
    private final Map<String, Allowance> accounts = new Latest<>();
    private final Map<String, Allowance> addresses = new Latest<>();
    private final Map<String, Allowance> known = new Latest<>();

    /// @param addressFailures how many failures an address may have at once
    public Attempts(Clock clock, int addressFailures) {
        this.clock = clock;
        this.addressFailures = addressFailures;
    }

    /// Throws a problem `rate-limited` with `Retry-After` when this account, or this address, has failed too often.
    ///
    /// @param account an email or a client id, whether there is such an account or not; null for what cannot be
    ///     one, so that only the address counts
    public synchronized void check(@Nullable String account, InetAddress address) {
        var now = clock.instant();
        var own = account == null ? null : known.get(pair(account, address));
        var wait = own == null
                ? longer(
                        wait(account == null ? null : accounts.get(account(account)), ACCOUNT_PACE, now),
                        wait(addresses.get(block(address)), ADDRESS_PACE, now))
                : wait(own, ADDRESS_PACE, now);
        if (!wait.isZero()) {
            long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            throw Problem.problem(
                            ProblemType.RATE_LIMITED,
                            "too many failed attempts; the next is looked at in %d s".formatted(seconds))
                    .header("Retry-After", Long.toString(seconds));
        }
    }

    /// The secret was wrong, or what it is for is not to be let in.
    public synchronized void failed(@Nullable String account, InetAddress address) {
        var now = clock.instant();
        var own = account == null ? null : known.get(pair(account, address));
        if (own != null) {
            own.take(now, ADDRESS_PACE);
            return;
        }
        if (account != null) {
            accounts.computeIfAbsent(account(account), absent -> new Allowance(ACCOUNT_FAILURES, now))
                    .take(now, ACCOUNT_PACE);
        }
        addresses
                .computeIfAbsent(block(address), absent -> new Allowance(addressFailures, now))
                .take(now, ADDRESS_PACE);
    }

    /// The account was let in from this address.
    public synchronized void succeeded(String account, InetAddress address) {
        known.computeIfAbsent(pair(account, address), absent -> new Allowance(addressFailures, clock.instant()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration wait(@Nullable Allowance allowance, Duration pace, Instant now) {
        return allowance == null ? Duration.ZERO : allowance.wait(now, pace);
    }

    private static String account(String account) {
        var folded = account.strip().toLowerCase(Locale.ROOT);
        // Nobody's address is longer, and memory is for many.
        return folded.length() > 254 ? folded.substring(0, 254) : folded;
    }

    private static String pair(String account, InetAddress address) {
        return block(address) + " " + account(account);
    }

    /// An address of IPv4; of IPv6 the /64, of which a single host has all.
    private static String block(InetAddress address) {
        var bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    }

    /// How many failures are left: one more with each pace that passes, up to the most.
    private static final class Allowance {
        private final int most;
        private double left;
        private Instant at;

        Allowance(int most, Instant now) {
            this.most = most;
            this.left = most;
            this.at = now;
        }

        void take(Instant now, Duration pace) {
            refill(now, pace);
            left = Math.max(0, left - 1);
        }

        Duration wait(Instant now, Duration pace) {
            refill(now, pace);
            long millis = Math.round((1 - left) * pace.toMillis());
            return millis <= 0 ? Duration.ZERO : Duration.ofMillis(millis);
        }

        private void refill(Instant now, Duration pace) {
            double passed = Math.max(0, Duration.between(at, now).toMillis()) / (double) pace.toMillis();
            left = Math.min(most, left + passed);
            at = now;
        }
    }

    /// The entries that were used last.
    private static final class Latest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST_KEPT;
        }
    }
}
