package blotter.platform.problem;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a request.
///
/// @param pointer a JSON Pointer (RFC 6901) into the body, or the name of the query parameter or header
/// @param code a stable word for programs, like `unknown_source`
/// @param detail for people: the value and what was expected
/// @param id the incident that it concerns, in a bulk call
public record Fault(
        String pointer,
        String code,
        String detail,
        @Nullable String id) {
    public Fault(String pointer, String code, String detail) {
        this(pointer, code, detail, null);
    }
}
