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

/// Slows down guessing: how many tries an account and an address have. A few at once, then one in a while; the others
/// are told when to come back. All nodes count together, and over restarts.
///
/// A try is taken before the secret is looked at and given back when it was right, so that guesses made at once are
/// counted like guesses made one after another.
///
/// Nobody is locked out. From an address that an account was let in from before, only that address's own tries count,
/// whatever others do to the account elsewhere.
public final class Attempts {
    private static final int ACCOUNT_TRIES = 10;
    private static final Duration ACCOUNT_PACE = Duration.ofSeconds(30);
    private static final Duration ADDRESS_PACE = Duration.ofSeconds(5);
    // Three of a million codes are good at any time. Ten tries and 24 more a day find one with a chance of 0.01 % on
    // the
    // first day; a password's pace would give 2,880 a day, and 0.9 %.
    private static final int CODE_TRIES = 10;
    private static final Duration CODE_PACE = Duration.ofHours(1);
    private static final Duration ADDRESS_KNOWN_FOR = Duration.ofDays(90);
    private static final Duration ADDRESS_RENEWED_AFTER = Duration.ofDays(1);
    private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final int addressTries;
    private final AttemptStore store = new AttemptStore();
    private final AtomicLong swept = new AtomicLong(System.nanoTime());

    /// @param addressTries how many tries an address has at once
    public Attempts(Database database, int addressTries) {
        this.database = database;
        this.addressTries = addressTries;
    }

    /// A try that was taken.
    ///
    /// @param address the name under which the account's address is known; null when there is no account
    /// @param renewed whether the address is to be remembered when the try was right
    public record Permit(List<Bucket> buckets, @Nullable String address, boolean renewed) {}

    /// Takes a try. Throws a problem `rate-limited` with `Retry-After` when this account, or this address, has none
    /// left.
    ///
    /// @param account an email or a client id, whether there is such an account or not; null for what cannot be
    ///     one, so that only the address counts
    public Permit take(@Nullable String account, InetAddress address) {
        sweep();
        return granted(database.jdbi().inTransaction(handle -> take(handle, account, address)));
    }

    /// Takes a try at a code of the account's second factor, beside the one at its password. There are few codes, so
    /// that
    /// the limit is one for all time: ten, then one in an hour.
    public Permit takeCode(String account, InetAddress address) {
        return granted(database.jdbi().inTransaction(handle -> takeCode(handle, account, address)));
    }

    /// The try was right: it is given back, and the account is known at this address from now on.
    public void succeeded(Permit permit) {
        database.jdbi().useTransaction(handle -> succeeded(handle, permit));
    }

    /// The try was wrong, and stays taken. Beside a known account there is more to write, and a commit that writes
    /// takes longer than one that does not: this writes a row in any case, so that the time does not tell.
    public void failed(Handle handle, Permit permit) {
        store.touch(handle, permit.buckets.getFirst());
    }

    /// Looks at a secret that is compared in no time, as one transaction: those who ask at once wait for each other, so
    /// that however many right ones come together, none of them is refused.
    ///
    /// Throws a problem `rate-limited` when there is no try left.
    boolean isRight(@Nullable String account, InetAddress address, BooleanSupplier look) {
        sweep();
        record Looked(Outcome outcome, boolean right) {}
        var looked = database.jdbi().inTransaction(handle -> {
            var outcome = take(handle, account, address);
            boolean right = outcome instanceof Taken && look.getAsBoolean();
            if (right && outcome instanceof Taken(var permit)) {
                succeeded(handle, permit);
            }
            return new Looked(outcome, right);
        });
        granted(looked.outcome);
        return looked.right;
    }

    /// What became of asking for a try.
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
        // Everybody's locks are in this order.
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
            store.know(handle, permit.address, ADDRESS_KNOWN_FOR);
        }
    }

    private static Permit granted(Outcome outcome) {
        return switch (outcome) {
            case Taken(var permit) -> permit;
            case Refused(var seconds) ->
                throw Problem.problem(
                                ProblemType.RATE_LIMITED,
                                "too many failed attempts; the next is looked at in %d s".formatted(seconds))
                        .header("Retry-After", Long.toString(seconds));
        };
    }

    private void sweep() {
        long now = System.nanoTime();
        long last = swept.get();
        if (now - last >= SWEPT_EVERY.toNanos() && swept.compareAndSet(last, now)) {
            database.jdbi().useHandle(store::sweep);
        }
    }
}
