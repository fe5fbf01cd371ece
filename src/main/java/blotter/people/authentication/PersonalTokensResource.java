package blotter.people.authentication;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.PersonalTokens.Token;
import blotter.people.person.Member;
import blotter.people.person.Users;
import blotter.platform.access.AnyCaller;
import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.access.RecentSignIn;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/users/me/tokens`: what a person's own scripts call with.
@Singleton
@Path("/api/v1/users/me/tokens")
@Produces("application/json")
public class PersonalTokensResource {
    private static final int MAX_NAME = 100;

    private final Exchange exchange;
    private final Transactions transactions;
    private final Users users;
    private final PersonalTokens tokens;
    private final AuditLog audit;
    private final Clock clock;

    PersonalTokensResource(
            Exchange exchange,
            Transactions transactions,
            Users users,
            PersonalTokens tokens,
            AuditLog audit,
            Clock clock) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @AnyCaller
    public Response list() {
        var caller = person();
        exchange.takesNoQuery();
        var all = tokens.of(caller.orgId(), caller.userId());
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("tokens");
                    for (var token : all) {
                        write(json, token, null);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .response();
    }

    /// Makes a token. It is in this answer alone: no answer is kept for an Idempotency-Key.
    @POST
    @AnyCaller
    @RecentSignIn
    public Response create(InputStream input) {
        var caller = person();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var requested = exchange.json(input, fields -> requested(fields, caller, now));
        return transactions.run(exchange, handle -> {
            var made = tokens.create(
                    handle,
                    caller.orgId(),
                    caller.userId(),
                    requested.name(),
                    requested.scopes(),
                    now,
                    requested.expires());
            if (made == null) {
                throw Problem.problem(
                        ProblemType.CONFLICT, "%d tokens are there (expected: fewer)".formatted(PersonalTokens.MOST));
            }
            audit.record(
                    handle,
                    AuditEntry.of(caller, exchange.origin(), Action.PERSONAL_TOKEN_CREATED)
                            .subject(made.token().id())
                            .with("name", requested.name())
                            .with("scopes", requested.scopes() == null ? null : labels(requested.scopes()))
                            .with("expires_date", requested.expires().toString()));
            return Answer.json(201, out -> write(out, made.token(), made.text()));
        });
    }

    private record Requested(String name, @Nullable Set<Permission> scopes, Instant expires) {}

    private @Nullable Requested requested(JsonFields json, Caller caller, Instant now) {
        json.require("a value", "name", "expires_date");
        var name = json.label("name", MAX_NAME);
        var asking = asking(now);
        var requested = scopes(json, caller);
        // No scopes means whatever the person may at the time, so a new role would let such a token grow. A token
        // with scopes passes its own on, even when they are all that the person may now.
        var scopes = requested == null && asking != null ? asking.scopes() : requested;
        var expires = json.dateTime("expires_date");
        var latest = latest(now, asking);
        if (expires != null && (!expires.isAfter(now) || expires.isAfter(latest))) {
            json.faults().add("/expires_date", "out_of_range", expires, "a time to come, until " + latest);
        }
        return name == null || expires == null ? null : new Requested(name, scopes, expires);
    }

    @DELETE
    @Path("/{id}")
    @AnyCaller
    public Response revoke(@PathParam("id") String id) {
        var caller = person();
        var tokenId = exchange.only(Parameter.uuid("id", id, "the uuid of a token"));
        return transactions.run(exchange, handle -> {
            if (!tokens.revoke(handle, caller.orgId(), caller.userId(), tokenId)) {
                throw Problem.problem(ProblemType.NOT_FOUND, "there is no token " + tokenId);
            }
            audit.record(
                    handle,
                    AuditEntry.of(caller, exchange.origin(), Action.PERSONAL_TOKEN_REVOKED)
                            .subject(tokenId));
            return Answer.empty(204).wrote(true);
        });
    }

    private Caller person() {
        var caller = exchange.caller();
        var member = users.find(caller.orgId(), caller.userId());
        if (member == null || member.kind() != Member.Kind.PERSON) {
            throw Problem.problem(
                    ProblemType.NOT_FOUND, "a service account has no personal access tokens (expected: its secret)");
        }
        return caller;
    }

    /// The token that this request is made with; null in a session.
    private @Nullable Token asking(Instant now) {
        var text = Proof.bearer(exchange.header("Authorization"));
        var found = text == null ? null : tokens.find(text, now);
        return found == null ? null : found.token();
    }

    /// Until when a new token may last: a year, and no longer than the token that asks for it.
    private static Instant latest(Instant now, @Nullable Token asking) {
        var year = now.plus(PersonalTokens.LONGEST);
        return asking == null || asking.expiresDate().isAfter(year) ? year : asking.expiresDate();
    }

    private static @Nullable Set<Permission> scopes(JsonFields json, Caller caller) {
        var elements = json.array("scopes");
        if (elements == null) {
            return null;
        }
        var scopes = EnumSet.noneOf(Permission.class);
        for (int i = 0; i < elements.size(); i++) {
            var pointer = json.pointer("scopes") + "/" + i;
            var text = JsonFields.text(elements.get(i), pointer, 100, json.faults());
            var permission = text == null ? null : Permission.fromLabel(text);
            if (permission != null && caller.may(permission)) {
                scopes.add(permission);
            } else if (text != null) {
                json.faults().add(pointer, "invalid_value", text, String.join(", ", labels(caller.permissions())));
            }
        }
        return scopes;
    }

    private static List<String> labels(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::label).toList();
    }

    private static void write(JsonGenerator json, Token token, @Nullable String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", token.id().toString());
        json.writeStringField("name", token.name());
        if (token.scopes() == null) {
            json.writeNullField("scopes");
        } else {
            json.writeArrayFieldStart("scopes");
            for (var label : labels(token.scopes())) {
                json.writeString(label);
            }
            json.writeEndArray();
        }
        json.writeStringField("expires_date", token.expiresDate().toString());
        json.writeStringField("created_date", token.createdDate().toString());
        json.writeStringField("last_used_date", text(token.lastUsedDate()));
        json.writeStringField("hint", token.hint());
        if (text != null) {
            json.writeStringField("token", text);
        }
        json.writeEndObject();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
