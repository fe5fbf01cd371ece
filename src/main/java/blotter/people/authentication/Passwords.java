package blotter.people.authentication;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hashes passwords with Argon2id: 19 MiB, two iterations, one lane, as OWASP's Password Storage Cheat Sheet
/// recommends. Normalizes them first (NFC, RFC 8265), so that it does not matter how accents are typed.
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int LENGTH = 32;
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, LENGTH, Argon2.ID);

    // Limits the memory: each hash takes 19 MiB.
    private static final Semaphore SLOTS = new Semaphore(4, true);
    private static final long TIMEOUT_SECONDS = 10;

    private static final class Dummy {
        static final String HASH = hash(Secrets.random(""));
    }

    private Passwords() {}

    /// The hash with its parameters and salt.
    public static String hash(String password) {
        return inSlot(() ->
                Password.hash(normal(password)).addRandomSalt(16).with(ARGON2).getResult());
    }

    /// Whether the password matches. Takes the same time without a hash, so that the time does not reveal whether
    /// there is one.
    ///
    /// @param hash null when the account has no password
    public static boolean matches(String password, @Nullable String hash) {
        // Resolved before a slot is taken, because creating the dummy hash needs one too.
        var compared = hash == null ? Dummy.HASH : hash;
        boolean same = inSlot(
                () -> Password.check(normal(password), compared).with(Argon2Function.getInstanceFromHash(compared)));
        return same && hash != null;
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private static <T> T inSlot(Supplier<T> work) {
        boolean acquired = false;
        try {
            acquired = SLOTS.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!acquired) {
                throw Problem.problem(ProblemType.RATE_LIMITED, "too many sign-ins at once; try again in a moment")
                        .header("Retry-After", "5");
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before a password was hashed", e);
        } finally {
            if (acquired) {
                SLOTS.release();
            }
        }
    }
}
