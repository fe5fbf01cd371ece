package blotter.people.audit;

import blotter.people.audit.AuditLog.Filter;
import blotter.people.audit.AuditLog.Kept;
import blotter.people.person.Users;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Downloads;
import blotter.platform.http.Exchange;
import blotter.platform.http.Places;
import blotter.platform.http.Query;
import blotter.platform.json.DateTimes;
import blotter.platform.json.Json;
import blotter.platform.json.Uuids;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/v1/audit-log`: who did what.
@Singleton
@Path("/api/v1/audit-log")
@Produces({"application/json", "application/x-ndjson"})
public class AuditLogResource {
    private static final int CHUNK = 1_000;
    private static final String ACTIONS =
            Arrays.stream(Action.values()).map(Action::label).collect(Collectors.joining(", "));

    private final Exchange exchange;
    private final AuditLog log;
    private final Users users;
    private final Clock clock;

    private final Downloads downloads;
    // Each holds a worker for as long as its client takes to read.
    private final Places places = new Places("exports of audit logs", 4, 0, 2, Duration.ofSeconds(10));

    AuditLogResource(Exchange exchange, AuditLog log, Users users, Clock clock, Downloads downloads) {
        this.exchange = exchange;
        this.downloads = downloads;
        this.log = log;
        this.users = users;
        this.clock = clock;
    }

    @GET
    @Needs(Permission.AUDIT_READ)
    public Response list() {
        int orgId = exchange.caller().orgId();
        record Requested(Filter filter, ListRequest page) {}
        var requested = exchange.query(query ->
                new Requested(filter(query), ListRequest.of(query, "-id", AuditLog.ORDERS, Cursor.Form.NUMBERED)));
        return log.list(orgId, requested.filter(), requested.page())
                .answer((json, entry) -> write(json, orgId, entry))
                .response();
    }

    /// Everything that the filter finds, oldest first, as JSON lines. That it was read is kept, too.
    @GET
    @Path("/export")
    @Needs(Permission.AUDIT_READ)
    public Response export() {
        int orgId = exchange.caller().orgId();
        var filter = exchange.query(query -> {
            query.oneOf("format", List.of("jsonl"));
            return filter(query);
        });
        var lines = downloads.body(places, out -> {
            long last = 0;
            for (var rows = log.following(orgId, filter, last, CHUNK);
                    !rows.isEmpty();
                    rows = log.following(orgId, filter, last, CHUNK)) {
                for (var row : rows) {
                    out.write(Json.bytes(json -> write(json, orgId, row)));
                    out.write('\n');
                }
                last = rows.getLast().id();
            }
        });
        log.record(AuditEntry.of(exchange.caller(), exchange.origin(), Action.EXPORTED)
                .subject("audit-log")
                .with("query", exchange.rawQuery()));
        var name = "audit-log-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + ".jsonl";
        return Response.ok(lines)
                .header(HttpHeaders.CONTENT_TYPE, "application/x-ndjson")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .build();
    }

    private static Filter filter(Query query) {
        return new Filter(
                query.allOf("actor", Uuids::parse, "the uuid of a user"),
                query.allOf("action", text -> Action.of(text) == null ? null : text, "some of " + ACTIONS),
                query.all("subject"),
                moment(query, "from"),
                moment(query, "to"));
    }

    private static @Nullable Instant moment(Query query, String name) {
        var text = query.one(name);
        return text == null ? null : DateTimes.parseDateOrDateTime(text, name, query.faults());
    }

    private void write(JsonGenerator json, int orgId, Kept entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", entry.id());
        json.writeStringField("at", entry.at().toString());
        json.writeFieldName("actor");
        var actor = entry.actor() == null ? null : users.find(orgId, entry.actor());
        if (actor == null) {
            json.writeNull();
        } else {
            actor.user().writeTo(json);
        }
        json.writeStringField("address", entry.address());
        json.writeStringField("via", entry.via());
        json.writeStringField("action", entry.action());
        json.writeStringField("subject", entry.subject());
        json.writeFieldName("details");
        json.writeRawValue(entry.details());
        json.writeStringField("request_id", entry.requestId());
        json.writeEndObject();
    }
}
