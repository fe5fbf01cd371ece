package blotter.register.risk;

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

/// `/v1/risks/{id}/history`: what happened to a risk, also to one that was deleted.
@Singleton
@Path("/api/v1/risks/{id}/history")
@Produces("application/json")
public class RiskHistoryResource {
    private final Operations operations;

    RiskHistoryResource(
            Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.risks());
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response list(@PathParam("id") String id) {
        return operations.history(id);
    }
}
