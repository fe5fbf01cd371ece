package blotter.register.metrics;

import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Places;
import blotter.register.entry.Registers;
import blotter.register.tag.Tags;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/// `/v1/incidents/metrics`: how many incidents of what kind, and how long they took.
@Singleton
@Path("/api/v1/incidents/metrics")
@Produces("application/json")
public class MetricsResource {
    // Each takes all cores, and for a large register much memory: one after the other they are done as soon.
    private final Places places = new Places("requests for metrics", 1, 16, 8, Duration.ofSeconds(1));
    private final Exchange exchange;
    private final Registers registers;
    private final MetricsStore store;
    private final Tags tags;

    MetricsResource(Exchange exchange, Registers registers, MetricsStore store, Tags tags) {
        this.exchange = exchange;
        this.registers = registers;
        this.store = store;
        this.tags = tags;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response get() {
        int orgId = exchange.caller().orgId();
        var request = exchange.query(
                query -> MetricsRequest.of(query, registers.incidents().finding(query, orgId)));
        Metrics metrics;
        try (var place = places.take(orgId)) {
            metrics = new Metrics(request, store.read(orgId, request));
        }
        var book = tags.of(orgId, metrics.tags());
        return Answer.json(200, json -> metrics.writeTo(json, book)).response();
    }
}
