package blotter.transfer;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.audit.Action;
import blotter.audit.AuditEntry;
import blotter.audit.AuditLog;
import blotter.http.Exchange;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import blotter.register.Engine;
import blotter.register.Listing;
import blotter.register.Registers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;

/// `/v1/incidents/export`: the register as a file, written while it is read.
@Singleton
@Path("/api/v1/incidents/export")
@Produces({"text/csv", "application/x-ndjson"})
public class ExportResource {
    private static final String CSV = "csv";
    private static final String JSON_LINES = "jsonl";
    // Each holds a connection for as long as its client takes to read.
    private static final int MOST_AT_ONCE = 4;

    private final Exchange exchange;
    private final Engine engine;
    private final AuditLog audit;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    ExportResource(Exchange exchange, Registers registers, AuditLog audit, Clock clock) {
        this.exchange = exchange;
        this.engine = registers.incidents();
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response run() {
        int orgId = exchange.caller().orgId();
        var faults = new Faults();
        var query = exchange.query(faults);
        var format = query.oneOf("format", List.of(CSV, JSON_LINES));
        var listing = engine.listing(query, orgId);
        query.refuseUnknown();
        faults.throwIfAny();
        if (places.availablePermits() == 0) {
            throw Problem.problem(
                            ProblemType.UNAVAILABLE,
                            "%d exports are running (expected: fewer at a time)".formatted(MOST_AT_ONCE))
                    .header("Retry-After", "10");
        }
        audit.record(AuditEntry.of(exchange.caller(), exchange.origin(), Action.EXPORTED)
                .subject(engine.kind().register().plural())
                .with("query", exchange.rawQuery()));
        var name = engine.kind().register().plural() + "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return JSON_LINES.equals(format)
                ? file(
                        name + ".jsonl",
                        "application/x-ndjson",
                        inPlace(listing, new JsonLinesExport(engine, orgId)::write))
                : file(name + ".csv", "text/csv; charset=utf-8", inPlace(listing, new CsvExport(engine, orgId)::write));
    }

    @FunctionalInterface
    private interface Writing {
        void write(Listing listing, java.io.OutputStream out) throws java.io.IOException;
    }

    // Not before the first byte is asked for: who asks for the head alone would hold a place for ever.
    private StreamingOutput inPlace(Listing listing, Writing writing) {
        return out -> {
            places.acquireUninterruptibly();
            try {
                writing.write(listing, out);
            } finally {
                places.release();
            }
        };
    }

    static Response file(String name, String type, Object entity) {
        return Response.ok(entity)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .build();
    }
}
