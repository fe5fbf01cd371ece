package blotter.register.incident;

import blotter.people.audit.AuditLog;
import blotter.people.organization.Limits;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.register.entry.Operations;
import blotter.register.entry.Registers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/incidents/{id}/history`: what happened to an incident, also to one that was deleted.
@Singleton
@Path("/api/v1/incidents/{id}/history")
@Produces("application/json")
public class IncidentHistoryResource {
    private final Operations operations;

    IncidentHistoryResource(
            Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.incidents());
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list(@PathParam("id") String id) {
        return operations.history(id);
    }
}
