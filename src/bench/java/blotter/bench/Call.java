package blotter.bench;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One kind of request: how to write the next one, and what its answer must be.
///
/// @param headers each ended by CR LF
/// @param body null for a request without
record Call(
        String method,
        Part target,
        String headers,
        @Nullable Part body,
        Check check) {

    /// Writes a part of a request with new random values.
    @FunctionalInterface
    interface Part {
        void write(Bytes out, RandomGenerator random);
    }

    /// Says what is wrong with an answer; null when it is as expected.
    @FunctionalInterface
    interface Check {
        @Nullable
        String fault(int status, Bytes body);
    }

    static Part fixed(String text) {
        return (out, random) -> out.add(text);
    }

    static Check status(int expected) {
        return (status, body) -> status == expected ? null : "status %d: %s".formatted(status, body.text(300));
    }

    /// The status, and at least so many bytes.
    static Check status(int expected, int leastBytes) {
        return (status, body) -> {
            var fault = status(expected).fault(status, body);
            return fault != null || body.total() >= leastBytes
                    ? fault
                    : "%d bytes (expected: %d at least): %s".formatted(body.total(), leastBytes, body.text(300));
        };
    }

    /// The status, and the number of incidents that the answer's batch counts.
    static Check batchOf(int incidents) {
        return (status, body) -> {
            var fault = status(200).fault(status, body);
            long counted = body.numberAfter("\"updated\":") + body.numberAfter("\"unchanged\":");
            return fault != null || counted == incidents
                    ? fault
                    : "a batch of %d (expected: %d)".formatted(counted, incidents);
        };
    }

    /// Writes the whole request.
    ///
    /// @param spare for the body, whose length stands before it
    void write(Bytes out, Bytes spare, RandomGenerator random, String token) {
        out.clear().add(method).add(" ");
        target.write(out, random);
        out.add(" HTTP/1.1\r\nHost: 127.0.0.1\r\n").add(headers);
        if (!token.isEmpty()) {
            out.add("Authorization: Bearer ").add(token).add("\r\n");
        }
        if (body != null) {
            body.write(spare.clear(), random);
            out.add("Content-Length: ").add(spare.length()).add("\r\n\r\n").add(spare);
        } else {
            out.add("\r\n");
        }
    }
}
