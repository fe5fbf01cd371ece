package blotter.platform.problem;

/// Every kind of failure that a client can see: its slug under `/problems/`, its HTTP status and its title (RFC
/// 9457).
public enum ProblemType {
    VALIDATION("validation", 400, "Validation failed"),
    MALFORMED_BODY("malformed-body", 400, "Malformed body"),
    EMPTY_PAYLOAD("empty-payload", 400, "Empty payload"),
    UNAUTHORIZED("unauthorized", 401, "Unauthorized"),
    INVALID_CREDENTIALS("invalid-credentials", 401, "Invalid credentials"),
    SECOND_FACTOR_REQUIRED("second-factor-required", 401, "Second factor required"),
    FORBIDDEN("forbidden", 403, "Forbidden"),
    REAUTHENTICATION_REQUIRED("reauthentication-required", 403, "Sign in again"),
    CROSS_SITE_REQUEST("cross-site-request", 403, "Cross-site request"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable"),
    REQUEST_TIMEOUT("request-timeout", 408, "Request timeout"),
    CONFLICT("conflict", 409, "Conflict"),
    ORGANIZATION_REQUIRED("organization-required", 409, "Organization required"),
    IDEMPOTENCY_IN_PROGRESS("idempotency-in-progress", 409, "The same request is still running"),
    STALE("stale", 412, "Stale version"),
    TOO_LARGE("too-large", 413, "Too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    MISDIRECTED_REQUEST("misdirected-request", 421, "Misdirected request"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "Idempotency key reused"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    INTERNAL("internal", 500, "Internal error"),
    // Not 503, because clients and proxies retry that automatically.
    OUTCOME_UNKNOWN("outcome-unknown", 500, "Outcome unknown"),
    UNAVAILABLE("unavailable", 503, "Unavailable");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    public String slug() {
        return slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
