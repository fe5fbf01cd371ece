package blotter.register.transfer;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Downloads;
import blotter.platform.http.Exchange;
import blotter.platform.http.Places;
import blotter.register.entry.Engine;
import blotter.register.entry.Listing;
import blotter.register.entry.Registers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/incidents/export`: the register as a file, written while it is read.
@Singleton
@Path("/api/v1/incidents/export")
@Produces({"text/csv", "application/x-ndjson"})
public class ExportResource {
    private static final String CSV = "csv";
    private static final String JSON_LINES = "jsonl";
    // Each holds a connection for as long as its client takes to read.
    private static final int AT_ONCE = 4;
    private static final int OF_AN_ORGANIZATION = 2;

    private final Exchange exchange;
    private final Engine engine;
    private final AuditLog audit;
    private final Clock clock;
    private final Downloads downloads;
    private final Places places = new Places("exports", AT_ONCE, 0, OF_AN_ORGANIZATION, Duration.ofSeconds(10));

    ExportResource(Exchange exchange, Registers registers, AuditLog audit, Clock clock, Downloads downloads) {
        this.exchange = exchange;
        this.downloads = downloads;
        this.engine = registers.incidents();
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response run() {
        int orgId = exchange.caller().orgId();
        record Requested(@Nullable String format, Listing listing) {}
        var requested = exchange.query(
                query -> new Requested(query.oneOf("format", List.of(CSV, JSON_LINES)), engine.listing(query, orgId)));
        boolean jsonLines = JSON_LINES.equals(requested.format());
        var body = jsonLines
                ? downloads.body(places, out -> new JsonLinesExport(engine, orgId).write(requested.listing(), out))
                : downloads.body(places, out -> new CsvExport(engine, orgId).write(requested.listing(), out));
        audit.record(AuditEntry.of(exchange.caller(), exchange.origin(), Action.EXPORTED)
                .subject(engine.kind().register().plural())
                .with("query", exchange.rawQuery()));
        var name = engine.kind().register().plural() + "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return jsonLines
                ? file(name + ".jsonl", "application/x-ndjson", body)
                : file(name + ".csv", "text/csv; charset=utf-8", body);
    }

    static Response file(String name, String type, Object entity) {
        return Response.ok(entity)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .build();
    }
}
