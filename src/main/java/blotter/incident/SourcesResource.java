package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.http.Answer;
import blotter.http.Exchange;
import blotter.organization.OrganizationStore;
import blotter.problem.Faults;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/incidents/sources`: where incidents come from.
@Singleton
@Path("/api/v1/incidents/sources")
@Produces("application/json")
public class SourcesResource {
    private final Exchange exchange;
    private final OrganizationStore organizations;

    SourcesResource(Exchange exchange, OrganizationStore organizations) {
        this.exchange = exchange;
        this.organizations = organizations;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list() {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        faults.throwIfAny();
        var sources = organizations.incidentSources(exchange.caller().orgId());
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("sources");
                    for (var source : sources) {
                        json.writeStartObject();
                        json.writeStringField("name", source.name());
                        json.writeBooleanField("active", source.active());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .response();
    }
}
