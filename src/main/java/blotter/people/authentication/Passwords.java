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

/// Hashes of people's passwords: Argon2id with 19 MiB, two passes and one lane, as OWASP's Password Storage Cheat Sheet
/// asks for. A password is the same however its accents were typed (NFC, RFC 8265).
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int LENGTH = 32;
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, LENGTH, Argon2.ID);

    // Each takes its 19 MiB: as many at once as there are requests would take the memory of all else.
    private static final Semaphore PLACES = new Semaphore(4, true);
    private static final long PATIENCE_SECONDS = 10;

    private static final class Nobodys {
        static final String HASH = hash(Secrets.random(""));
    }

    private Passwords() {}

    /// The hash, its parameters and its salt in one text.
    public static String hash(String password) {
        return inPlace(() ->
                Password.hash(normal(password)).addRandomSalt(16).with(ARGON2).getResult());
    }

    /// Whether this is the password of the hash. Takes as long when there is no hash: how long it takes does not tell
    /// whether somebody has one.
    ///
    /// @param hash null when there is none
    public static boolean matches(String password, @Nullable String hash) {
        // Made outside: it needs a place itself.
        var compared = hash == null ? Nobodys.HASH : hash;
        boolean same = inPlace(
                () -> Password.check(normal(password), compared).with(Argon2Function.getInstanceFromHash(compared)));
        return same && hash != null;
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private static <T> T inPlace(Supplier<T> work) {
        boolean mine = false;
        try {
            mine = PLACES.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!mine) {
                throw Problem.problem(ProblemType.RATE_LIMITED, "too many sign-ins at once; try again in a moment")
                        .header("Retry-After", "5");
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before a password was looked at", e);
        } finally {
            if (mine) {
                PLACES.release();
            }
        }
    }
}
