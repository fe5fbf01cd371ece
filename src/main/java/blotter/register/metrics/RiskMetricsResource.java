package blotter.register.metrics;

import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.register.entry.Registers;
import blotter.register.tag.Tags;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/risks/metrics`: how many risks of what kind.
@Singleton
@Path("/api/v1/risks/metrics")
@Produces("application/json")
public class RiskMetricsResource {
    private final Exchange exchange;
    private final Registers registers;
    private final RiskCountsStore store;
    private final Tags tags;

    RiskMetricsResource(Exchange exchange, Registers registers, RiskCountsStore store, Tags tags) {
        this.exchange = exchange;
        this.registers = registers;
        this.store = store;
        this.tags = tags;
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response get() {
        int orgId = exchange.caller().orgId();
        var filter = exchange.query(query -> registers.risks().finding(query, orgId));
        var counts = store.read(orgId, filter);
        var book = tags.of(orgId, counts.tags());
        return Answer.json(200, json -> counts.writeTo(json, book)).response();
    }
}
