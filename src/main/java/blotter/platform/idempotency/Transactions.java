package blotter.platform.idempotency;

import blotter.platform.access.Caller;
import blotter.platform.database.Database;
import blotter.platform.database.SqlFailures;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.json.Texts;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Runs what writes: in one transaction, and once for each `Idempotency-Key`. The same key and request
/// within 24 hours gets the stored answer; the key with another request is refused.
public final class Transactions {
    private static final String KEY = "Idempotency-Key";
    private static final int MAX_KEY = 255;
    private static final int RETRIES = 2;
    private static final Logger LOG = Logger.getLogger("blotter.idempotency");

    private final Database database;
    private final KeyStore store = new KeyStore();

    public Transactions(Database database) {
        this.database = database;
    }

    /// Runs the work and answers with what it answers. What it throws is thrown, and nothing is written.
    public Response run(Exchange exchange, Function<Handle, Answer> work) {
        return run(exchange, exchange.sent(), work);
    }

    /// As above, with what stands for the body where it is not in memory: the digest of an upload.
    public Response run(Exchange exchange, byte[] body, Function<Handle, Answer> work) {
        return answer(exchange, body, work).response();
    }

    /// Tries work that needs no transaction, because it writes with one statement: a commit of its own costs a
    /// small change a third of its time. If that is not possible, runs the other work in a transaction. A request
    /// with a key always needs one, since the response is stored with the change.
    ///
    /// @param atOnce returns null if it has written nothing and the transaction is needed
    public Response tryAtOnce(
            Exchange exchange, Function<Handle, @Nullable Answer> atOnce, Function<Handle, Answer> inTransaction) {
        var answer = exchange.header(KEY) == null ? database.jdbi().withHandle(atOnce::apply) : null;
        return answer == null ? run(exchange, inTransaction) : answer.response();
    }

    /// Runs the work, and takes back all that it wrote.
    public Response dryRun(Function<Handle, Answer> work) {
        return database.jdbi().withHandle(handle -> {
            handle.begin();
            try {
                return work.apply(handle).response();
            } finally {
                handle.rollback();
            }
        });
    }

    private Answer answer(Exchange exchange, byte[] body, Function<Handle, Answer> work) {
        // To delete or to put twice is the same as once; a key says nothing more.
        boolean takesKey = List.of("POST", "PATCH").contains(exchange.method());
        var key = takesKey ? exchange.header(KEY) : null;
        if (key == null) {
            return committed(work);
        }
        if (key.isBlank() || key.length() > MAX_KEY || !Texts.isSound(key)) {
            var detail = "is blank or too long (expected: 1 to %d characters)".formatted(MAX_KEY);
            throw Problem.invalid(List.of(new Fault(KEY, "invalid_format", detail)));
        }
        var caller = exchange.caller();
        var fingerprint = fingerprint(exchange, body);
        return committed(handle -> once(handle, caller, key, fingerprint, work));
    }

    /// Work that another transaction was faster than has written nothing, and is done anew.
    private Answer committed(Function<Handle, Answer> work) {
        for (int left = RETRIES; ; left--) {
            try {
                return tried(work);
            } catch (RuntimeException e) {
                if (left == 0 || !SqlFailures.isRace(e)) {
                    throw e;
                }
                LOG.warnf("trying again after: %s", e.getMessage());
            }
        }
    }

    private Answer tried(Function<Handle, Answer> work) {
        var made = new AtomicReference<@Nullable Answer>();
        try {
            return database.jdbi().inTransaction(handle -> {
                var answer = work.apply(handle);
                made.set(answer);
                return answer;
            });
        } catch (RuntimeException e) {
            var answer = made.get();
            if (answer != null) {
                answer.discard();
            }
            throw e;
        }
    }

    private Answer once(Handle handle, Caller caller, String key, byte[] fingerprint, Function<Handle, Answer> work) {
        if (!store.claim(handle, caller, key)) {
            throw Problem.problem(
                            ProblemType.IDEMPOTENCY_IN_PROGRESS, "a request with this Idempotency-Key is still running")
                    .header("Retry-After", "1");
        }
        var kept = store.find(handle, caller, key);
        if (kept != null) {
            if (!java.util.Arrays.equals(kept.fingerprint(), fingerprint)) {
                throw Problem.problem(
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key was used for another request");
            }
            return kept.answer();
        }
        var answer = work.apply(handle);
        if (answer.large() != null) {
            answer.discard();
            throw Problem.problem(
                    ProblemType.TOO_LARGE,
                    "an answer this large cannot be kept for an Idempotency-Key (expected: Prefer: return=minimal beside it)");
        }
        if (answer.wrote()) {
            store.keep(handle, caller, key, fingerprint, answer);
        }
        return answer;
    }

    /// What makes two requests the same: the operation, how its body is to be read, and the body.
    private static byte[] fingerprint(Exchange exchange, byte[] body) {
        var request = new ByteArrayOutputStream(body.length + 200);
        for (var part : new @Nullable String[] {
            exchange.method(),
            exchange.path(),
            exchange.rawQuery(),
            exchange.header("Content-Type"),
            exchange.header("Prefer"),
            exchange.header("If-Match")
        }) {
            request.writeBytes((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
            request.write(0);
        }
        request.writeBytes(body);
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
