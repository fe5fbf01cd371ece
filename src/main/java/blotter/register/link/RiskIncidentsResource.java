package blotter.register.link;

import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.register.change.Links;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/risks/{id}/incidents/{incident_id}`: links, from the risk's side.
@Singleton
@Path("/api/v1/risks/{id}/incidents/{incident_id}")
@Produces("application/json")
public class RiskIncidentsResource {
    private final LinkOperations operations;

    RiskIncidentsResource(Exchange exchange, Transactions transactions, Links links) {
        this.operations = new LinkOperations(exchange, transactions, links);
    }

    @PUT
    @Needs({Permission.RISKS_WRITE, Permission.INCIDENTS_READ})
    public Response link(@PathParam("id") String id, @PathParam("incident_id") String incident) {
        return operations.link(incident(incident), risk(id));
    }

    @DELETE
    @Needs({Permission.RISKS_WRITE, Permission.INCIDENTS_READ})
    public Response unlink(@PathParam("id") String id, @PathParam("incident_id") String incident) {
        return operations.unlink(incident(incident), risk(id));
    }

    private static Parameter<Long> incident(String id) {
        return Incidents.REGISTER.parameter("incident_id", id);
    }

    private static Parameter<Long> risk(String id) {
        return Risks.REGISTER.parameter("id", id);
    }
}
