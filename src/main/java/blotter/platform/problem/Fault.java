package blotter.platform.problem;

import org.jspecify.annotations.Nullable;

/// One error in a request.
///
/// @param pointer a JSON Pointer (RFC 6901) into the body, or the name of the query parameter or header
/// @param code a stable code for programs, such as `unknown_source`
/// @param detail for people: the value and the expectation
/// @param id the incident or risk, in a bulk call
public record Fault(
        String pointer,
        String code,
        String detail,
        @Nullable String id) {
    public Fault(String pointer, String code, String detail) {
        this(pointer, code, detail, null);
    }
}
