package blotter.register.transfer;

import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.http.Places;
import blotter.platform.http.Preferences;
import blotter.platform.http.Upload;
import blotter.platform.idempotency.Transactions;
import blotter.register.entry.Engine;
import blotter.register.entry.Registers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/// `/v1/incidents/import`: incidents from a file, those that there are and new ones.
@Singleton
@Path("/api/v1/incidents/import")
@Produces("application/json")
public class ImportResource {
    private static final long MOST_BYTES = 50L * 1024 * 1024;

    // Each holds a connection, and what its rows touch, until it is done.
    private final Places places = new Places("imports", 4, 4, 4, Duration.ofSeconds(10));
    private final Exchange exchange;
    private final Transactions transactions;
    private final Engine engine;

    ImportResource(Exchange exchange, Transactions transactions, Registers registers) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.engine = registers.incidents();
    }

    @POST
    @Needs(Permission.INCIDENTS_WRITE)
    public Response run(InputStream input) {
        record Requested(ImportFormat format, boolean dryRun) {}
        var requested = exchange.query(query -> {
            boolean dryRun = "true".equals(query.oneOf("dry_run", List.of("true", "false")));
            var format = ImportFormat.of(query);
            exchange.requireMediaType(format.mediaTypes());
            return new Requested(format, dryRun);
        });
        var preferences = Preferences.of(exchange.header("Prefer"));
        // Once all of it is there: how long a client takes to send it is limited by itself.
        try (var upload = exchange.upload(input, MOST_BYTES);
                var place = places.take(exchange.caller().orgId())) {
            return run(upload, requested.format(), requested.dryRun(), !preferences.minimal());
        }
    }

    @GET
    @Path("/template")
    @Produces("text/csv")
    @Needs(Permission.INCIDENTS_WRITE)
    public Response template() {
        exchange.takesNoQuery();
        var template = new ImportTemplate(engine, exchange.caller().orgId());
        var name = engine.kind().register().plural() + "-template.csv";
        return ExportResource.file(name, "text/csv; charset=utf-8", template.bytes());
    }

    private Response run(Upload upload, ImportFormat format, boolean dryRun, boolean withRows) {
        Utf8.check(upload);
        var caller = exchange.caller();
        var file = format.file(upload, engine, caller.orgId());
        var run = new Import(engine, caller, file, dryRun, withRows);
        var needs = run.needs();
        return dryRun
                ? transactions.dryRun(handle -> run.run(handle, needs))
                : transactions.run(exchange, upload.digest(), handle -> run.run(handle, needs));
    }
}
