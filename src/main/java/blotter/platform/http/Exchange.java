package blotter.platform.http;

import blotter.platform.access.Caller;
import blotter.platform.access.Origin;
import blotter.platform.access.Via;
import blotter.platform.json.Json;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The request at hand: who calls, what is asked, and its body.
@RequestScoped
public class Exchange {
    /// The largest body of a JSON request, in bytes.
    public static final int MAX_BODY = 4 * 1024 * 1024;

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final UriInfo uri;
    private final HttpHeaders headers;
    private final Request request;
    private final CurrentVertxRequest current;
    private final BodyTime bodyTime;
    private final PublicAddress publicAddress;
    private final RequestMemory memory;
    private @Nullable Caller caller;
    private byte[] sent = new byte[0];

    Exchange(
            UriInfo uri,
            HttpHeaders headers,
            Request request,
            CurrentVertxRequest current,
            BodyTime bodyTime,
            PublicAddress publicAddress,
            Memory memory) {
        this.uri = uri;
        this.headers = headers;
        this.request = request;
        this.current = current;
        this.bodyTime = bodyTime;
        this.publicAddress = publicAddress;
        this.memory = RequestMemory.begin(current.getCurrent(), memory);
    }

    @PreDestroy
    void worked() {
        memory.worked();
    }

    /// A JSON body, and whether it came as a merge patch (RFC 7396), in which null clears.
    private record Body(byte[] bytes, JsonNode json, boolean mergePatch) {}

    private Client client() {
        return Client.of(current.getCurrent());
    }

    /// Names this request in logs and problem documents.
    public String id() {
        return client().requestId();
    }

    /// The IP address that the request comes from, behind the proxies that are trusted.
    public InetAddress address() {
        return client().address();
    }

    /// Whether the request came by TLS, here or at a proxy that is trusted.
    public boolean isSecure() {
        return publicAddress.isSecure() || client().secure();
    }

    /// Where the request comes from, for the audit log.
    public Origin origin() {
        return new Origin(address().getHostAddress(), caller == null ? Via.API : caller.via(), id());
    }

    public Caller caller() {
        if (caller == null) {
            throw Problem.problem(ProblemType.UNAUTHORIZED, "this operation needs an access token");
        }
        return caller;
    }

    public void setCaller(Caller caller) {
        this.caller = caller.in(id());
    }

    public String method() {
        return request.getMethod();
    }

    public String path() {
        return uri.getRequestUri().getRawPath();
    }

    public @Nullable String rawQuery() {
        return uri.getRequestUri().getRawQuery();
    }

    public @Nullable String header(String name) {
        return headers.getHeaderString(name);
    }

    public @Nullable String cookie(String name) {
        var cookie = headers.getCookies().get(name);
        return cookie == null ? null : cookie.getValue();
    }

    /// Scheme, host and port of this server as the client knows it, without a slash at the end.
    public String baseUrl() {
        return publicAddress.origin().orElseGet(() -> {
            var asked = uri.getRequestUri();
            return (client().secure() ? "https" : "http") + "://" + asked.getRawAuthority();
        });
    }

    /// The body's bytes, as far as it was read; none before.
    public byte[] sent() {
        return sent;
    }

    // The methods below read all that an operation takes, and throw all its faults at once. So `read` may answer
    // anything once it has added a fault: its answer is dropped.

    /// Reads a request that has nothing but parameters.
    public void takesNoQuery(Parameter<?>... parameters) {
        var faults = new Faults();
        Query.of(rawQuery(), faults).refuseUnknown();
        addAll(parameters, faults);
        faults.throwIfAny();
    }

    /// Reads a request that has nothing but this parameter.
    public <T> T only(Parameter<T> parameter) {
        takesNoQuery(parameter);
        return parameter.value();
    }

    /// Reads the query.
    public <T> T query(Function<Query, @Nullable T> read, Parameter<?>... parameters) {
        var faults = new Faults();
        addAll(parameters, faults);
        var query = Query.of(rawQuery(), faults);
        var value = read.apply(query);
        query.refuseUnknown();
        faults.throwIfAny();
        return Objects.requireNonNull(value);
    }

    /// Reads a JSON body.
    public <T> T json(InputStream body, Function<JsonFields, @Nullable T> read, Parameter<?>... parameters) {
        requireMediaType(List.of(JSON));
        return Objects.requireNonNull(this.<T>read(body(bytes(body), false), read, parameters));
    }

    /// Reads a JSON body that may be missing.
    public <T> T optionalJson(
            InputStream body, T missing, Function<JsonFields, @Nullable T> read, Parameter<?>... parameters) {
        var bytes = bytes(body);
        if (bytes.length == 0) {
            takesNoQuery(parameters);
            return missing;
        }
        requireMediaType(List.of(JSON));
        return Objects.requireNonNull(this.<T>read(body(bytes, false), read, parameters));
    }

    /// Reads the body of a PATCH. Throws a problem `empty-payload` when `read` finds nothing that it changes, and
    /// answers with null.
    ///
    /// @param expected what the body could change, for that problem
    public <T> T patch(
            InputStream body, String expected, Function<JsonFields, @Nullable T> read, Parameter<?>... parameters) {
        var change = read(patch(body), read, parameters);
        return changing(change, expected);
    }

    /// Reads the query, and then the body of a PATCH with what the query says.
    public <Q, T> T patch(
            InputStream body,
            String expected,
            Function<Query, Q> readQuery,
            BiFunction<Q, JsonFields, @Nullable T> read) {
        var change = read(patch(body), readQuery, read);
        return changing(change, expected);
    }

    private static <T> T changing(@Nullable T change, String expected) {
        if (change == null) {
            throw Problem.changesNothing(expected);
        }
        return change;
    }

    private <T> @Nullable T read(Body body, Function<JsonFields, @Nullable T> read, Parameter<?>... parameters) {
        return this.<Query, T>read(body, query -> query, (query, fields) -> read.apply(fields), parameters);
    }

    private <Q, T> @Nullable T read(
            Body body,
            Function<Query, Q> readQuery,
            BiFunction<Q, JsonFields, @Nullable T> read,
            Parameter<?>... parameters) {
        var faults = new Faults();
        var query = Query.of(rawQuery(), faults);
        var asked = readQuery.apply(query);
        query.refuseUnknown();
        addAll(parameters, faults);
        var fields = JsonFields.of(body.json(), "", faults, body.mergePatch());
        @Nullable T value = null;
        if (fields != null) {
            value = read.apply(asked, fields);
            fields.refuseUnknown();
        }
        faults.throwIfAny();
        return value;
    }

    private static void addAll(Parameter<?>[] parameters, Faults faults) {
        for (var parameter : parameters) {
            parameter.addTo(faults);
        }
    }

    /// Reads the body of a PATCH, which has two media types.
    private Body patch(InputStream body) {
        var type = requireMediaType(List.of(JSON, MERGE_PATCH));
        return body(bytes(body), type.equals(MERGE_PATCH));
    }

    private Body body(byte[] bytes, boolean mergePatch) {
        memory.work().take(Json.weight(bytes.length));
        return new Body(bytes, Json.parse(bytes), mergePatch);
    }

    /// The body's media type, which must be one of these, in UTF-8.
    public String requireMediaType(List<String> accepted) {
        var given = header(HttpHeaders.CONTENT_TYPE);
        var parts = given == null
                ? new String[] {"none"}
                : given.toLowerCase(Locale.ROOT).split(";", -1);
        var type = parts[0].strip();
        if (!accepted.contains(type)) {
            throw unsupported(Faults.shown(type), String.join(" or ", accepted), accepted);
        }
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].replace("\"", "").replace(" ", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw unsupported(Faults.shown(parameter), "charset=utf-8", accepted);
            }
        }
        return type;
    }

    private Problem unsupported(String given, String expected, List<String> accepted) {
        return Problem.problem(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type: %s (expected: %s)".formatted(given, expected))
                .header(method().equals("PATCH") ? "Accept-Patch" : "Accept", String.join(", ", accepted));
    }

    /// Reads the body; one over [#MAX_BODY] is refused before it is all read.
    public byte[] bytes(InputStream body) {
        var length = header(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 10 || Long.parseLong(length) > MAX_BODY)) {
            throw tooLarge();
        }
        try {
            sent = new PunctualStream(body, bodyTime).bytes(MAX_BODY, memory.body());
            return sent;
        } catch (IOException e) {
            throw Problem.problem(ProblemType.MALFORMED_BODY, "the body ended before it was complete");
        }
    }

    /// Reads a body of at most so many bytes into a file.
    public Upload upload(InputStream body, long most) {
        var length = header(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || Long.parseLong(length) > most)) {
            throw tooLarge(most);
        }
        try {
            return Upload.of(new PunctualStream(body, bodyTime), most);
        } catch (IOException e) {
            throw Problem.problem(ProblemType.MALFORMED_BODY, "the body ended before it was complete");
        }
    }

    static Problem tooLarge() {
        return tooLarge(MAX_BODY);
    }

    static Problem tooLarge(long most) {
        return Problem.problem(
                        ProblemType.TOO_LARGE,
                        "the body is larger than %d %s"
                                .formatted(most >= MIB ? most / MIB : most / KIB, most >= MIB ? "MiB" : "KiB"))
                .header("Connection", "close");
    }
}
