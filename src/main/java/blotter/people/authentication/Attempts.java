package blotter.people.authentication;

import blotter.people.authentication.AttemptStore.Bucket;
import blotter.people.authentication.AttemptStore.Known;
import blotter.platform.database.Database;
import blotter.platform.http.Cidr;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Limits guessing of credentials, per account and per address, with token buckets that all nodes share.
///
/// A try is taken before the check and given back if the credential was correct, so that concurrent guesses count
/// like consecutive ones.
///
/// Attackers cannot lock out users: addresses from which an account has signed in before have their own limit, and
/// do not count against the account.
public final class Attempts {
    private static final int ACCOUNT_TRIES = 10;
    private static final Duration ACCOUNT_PACE = Duration.ofSeconds(30);
    private static final Duration ADDRESS_PACE = Duration.ofSeconds(5);
    // Three of a million codes are valid at any time. Ten tries and 24 more on the first day guess one with a
    // probability of 0.01 %; the pace for passwords would allow 2,880 a day, with 0.9 %.
    private static final int CODE_TRIES = 10;
    private static final Duration CODE_PACE = Duration.ofHours(1);
    private static final Duration ADDRESS_KNOWN_FOR = Duration.ofDays(90);
    private static final Duration ADDRESS_RENEWED_AFTER = Duration.ofDays(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private final Database database;
    private final int addressTries;
    private final AttemptStore store = new AttemptStore();
    private final AtomicLong swept = new AtomicLong(System.nanoTime());

    /// @param addressTries the capacity of the bucket of an address
    public Attempts(Database database, int addressTries) {
        this.database = database;
        this.addressTries = addressTries;
    }

    /// A try that was taken.
    ///
    /// @param address the name that records the account's address; null when there is no account
    /// @param renewed whether to record the address if the try succeeds
    public record Permit(List<Bucket> buckets, @Nullable String address, boolean renewed) {}

    /// Takes a try. Throws `rate-limited` with `Retry-After` when the account or the address has none left.
    ///
    /// @param account an email or client id, whether or not it exists; null to count the address only
    public Permit take(@Nullable String account, InetAddress address) {
        sweep();
        return granted(database.jdbi().inTransaction(handle -> take(handle, account, address)));
    }

    /// Takes a try for a code of the second factor, in addition to the one for the password. Codes are short, so
    /// the limit is strict: ten, then one per hour.
    public Permit takeCode(String account, InetAddress address) {
        return granted(database.jdbi().inTransaction(handle -> takeCode(handle, account, address)));
    }

    /// Gives the try back, and records the address as known for the account.
    public void succeeded(Permit permit) {
        database.jdbi().useTransaction(handle -> succeeded(handle, permit));
    }

    /// Keeps the try. Always writes a row, so that the time of the commit does not reveal whether there is an
    /// account, for which the audit log is written too.
    public void failed(Handle handle, Permit permit) {
        store.touch(handle, permit.buckets.getFirst());
    }

    /// Checks a secret within one transaction, for fast checks only. Concurrent checks wait for each other, so that
    /// any number of correct ones succeed.
    ///
    /// Throws `rate-limited` when there is no try left.
    boolean isRight(@Nullable String account, InetAddress address, BooleanSupplier check) {
        sweep();
        record Result(Outcome outcome, boolean right) {}
        var result = database.jdbi().inTransaction(handle -> {
            var outcome = take(handle, account, address);
            boolean right = outcome instanceof Taken && check.getAsBoolean();
            if (right && outcome instanceof Taken(var permit)) {
                succeeded(handle, permit);
            }
            return new Result(outcome, right);
        });
        granted(result.outcome);
        return result.right;
    }

    sealed interface Outcome {}

    record Taken(Permit permit) implements Outcome {}

    record Refused(long seconds) implements Outcome {}

    Outcome take(Handle handle, @Nullable String account, InetAddress address) {
        var block = Cidr.block(address);
        if (account == null) {
            return take(handle, List.of(ofAddress(block)), null, Known.YES);
        }
        var here = "known %s %s".formatted(block, account);
        var known = store.known(handle, here, ADDRESS_KNOWN_FOR, ADDRESS_RENEWED_AFTER);
        // All calls lock buckets in this order.
        var buckets = known == Known.NO
                ? List.of(new Bucket("account " + account, ACCOUNT_TRIES, ACCOUNT_PACE), ofAddress(block))
                : List.of(new Bucket(here, addressTries, ADDRESS_PACE));
        return take(handle, buckets, here, known);
    }

    Outcome takeCode(Handle handle, String account, InetAddress address) {
        var here = "known %s %s".formatted(Cidr.block(address), account);
        var known = store.known(handle, here, ADDRESS_KNOWN_FOR, ADDRESS_RENEWED_AFTER);
        var name = known == Known.NO ? "code " + account : "code at " + here;
        return take(handle, List.of(new Bucket(name, CODE_TRIES, CODE_PACE)), null, known);
    }

    private Bucket ofAddress(String block) {
        return new Bucket("address " + block, addressTries, ADDRESS_PACE);
    }

    private Outcome take(Handle handle, List<Bucket> buckets, @Nullable String address, Known known) {
        var taken = new ArrayList<Bucket>();
        for (var bucket : buckets) {
            if (store.take(handle, bucket)) {
                taken.add(bucket);
            } else {
                taken.forEach(each -> store.giveBack(handle, each));
                var wait = buckets.stream()
                        .mapToDouble(each -> store.wait(handle, each))
                        .max()
                        .orElse(0);
                return new Refused(Math.max(1, (long) Math.ceil(wait)));
            }
        }
        return new Taken(new Permit(buckets, address, known != Known.YES));
    }

    void succeeded(Handle handle, Permit permit) {
        permit.buckets.forEach(bucket -> store.giveBack(handle, bucket));
        if (permit.address != null && permit.renewed) {
            store.remember(handle, permit.address, ADDRESS_KNOWN_FOR);
        }
    }

    private static Permit granted(Outcome outcome) {
        return switch (outcome) {
            case Taken(var permit) -> permit;
            case Refused(var seconds) ->
                throw Problem.problem(
                                ProblemType.RATE_LIMITED,
                                "too many failed attempts; try again in %d s".formatted(seconds))
                        .header("Retry-After", Long.toString(seconds));
        };
    }

    private void sweep() {
        long now = System.nanoTime();
        long last = swept.get();
        if (now - last >= SWEEP_INTERVAL.toNanos() && swept.compareAndSet(last, now)) {
            database.jdbi().useHandle(store::sweep);
        }
    }
}
