package blotter.http;

import blotter.problem.Fault;
import blotter.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Refuses an address whose percent-encoding is not of UTF-8, before anything reads it: what reads it
/// later would put U+FFFD where it does not understand, and find something else than was asked for.
/// (Percent signs without two digits never come this far.)
@Singleton
class WellFormedAddresses {
    private static final int EARLY = 1_000;

    void register(@Observes Filters filters) {
        filters.register(WellFormedAddresses::check, EARLY);
    }

    private static void check(RoutingContext routing) {
        var address = routing.request().uri();
        if (isWellFormed(address)) {
            routing.next();
            return;
        }
        var detail = "the address is not well-formed (expected: percent-encoded UTF-8)";
        var problem = Problem.invalid(List.of(new Fault("", "invalid_format", detail)));
        routing.response()
                .setStatusCode(problem.type().status())
                .putHeader("Content-Type", ProblemDocument.MEDIA_TYPE)
                .end(Buffer.buffer(ProblemDocument.of(problem, Exchange.newId())));
    }

    static boolean isWellFormed(String address) {
        if (address.indexOf('%') < 0) {
            return true;
        }
        var bytes = new ByteArrayOutputStream(address.length());
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) != '%') {
                bytes.write(address.charAt(i) < 128 ? address.charAt(i) : '?');
                continue;
            }
            if (!address.substring(i + 1, Math.min(i + 3, address.length())).matches("[0-9A-Fa-f]{2}")) {
                return false;
            }
            bytes.write(Integer.parseInt(address, i + 1, i + 3, 16));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
