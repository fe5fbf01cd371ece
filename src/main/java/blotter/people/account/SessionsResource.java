package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.CurrentSession;
import blotter.people.authentication.Session;
import blotter.people.authentication.SessionCookie;
import blotter.people.authentication.SessionStore;
import blotter.platform.access.AnyCaller;
import blotter.platform.access.Caller;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/users/me/sessions`: where one is signed in.
@Singleton
@Path("/api/v1/users/me/sessions")
@Produces("application/json")
public class SessionsResource {
    private static final List<String> ORDERS = List.of("last_used_date");

    private final Exchange exchange;
    private final Database database;
    private final SessionStore sessions;
    private final CurrentSession current;
    private final AuditLog audit;
    private final Clock clock;

    SessionsResource(
            Exchange exchange,
            Database database,
            SessionStore sessions,
            CurrentSession current,
            AuditLog audit,
            Clock clock) {
        this.exchange = exchange;
        this.database = database;
        this.sessions = sessions;
        this.current = current;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @AnyCaller
    public Response list() {
        var request = exchange.query(query -> ListRequest.of(query, "-last_used_date", ORDERS, Cursor.Form.ANY));
        var caller = exchange.caller();
        var here = current.find(exchange);
        return Page.of(
                        sessions.of(caller.orgId(), caller.userId(), clock.instant()),
                        request,
                        session -> session.lastUsedDate().toString(),
                        session -> session.id().toString())
                .answer((json, session) -> write(json, session, here))
                .response();
    }

    private static void write(JsonGenerator json, Session session, @Nullable Session here) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", session.id().toString());
        json.writeBooleanField("current", here != null && here.id().equals(session.id()));
        json.writeStringField("created_date", session.createdDate().toString());
        json.writeStringField("last_used_date", session.lastUsedDate().toString());
        json.writeStringField("address", session.browser().address());
        json.writeStringField("user_agent", session.browser().userAgent());
        json.writeStringField("expires_date", session.expiresDate().toString());
        json.writeEndObject();
    }

    private AuditEntry entry(Caller caller) {
        return AuditEntry.of(caller, exchange.origin(), Action.SESSION_ENDED).subject(caller.userId());
    }

    @DELETE
    @Path("/{id}")
    @AnyCaller
    public Response end(@PathParam("id") String text) {
        var id = exchange.only(Parameter.uuid("id", text, "a uuid"));
        var caller = exchange.caller();
        boolean ended = database.jdbi().inTransaction(handle -> {
            boolean was = sessions.end(handle, caller.orgId(), caller.userId(), id);
            if (was) {
                audit.record(handle, entry(caller).with("session", id.toString()));
            }
            return was;
        });
        if (!ended) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no session " + Faults.shown(text));
        }
        return Answer.empty(204).response();
    }

    /// Ends all of the caller's sessions, the one that asks too.
    @DELETE
    @AnyCaller
    public Response endAll() {
        exchange.takesNoQuery();
        var caller = exchange.caller();
        database.jdbi().useTransaction(handle -> {
            sessions.endAll(handle, caller.orgId(), caller.userId(), null);
            audit.record(handle, entry(caller).with("session", "all"));
        });
        return Answer.empty(204)
                .header("Set-Cookie", SessionCookie.clear(exchange))
                .response();
    }
}
