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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/risks/{id}`: one risk.
@Singleton
@Path("/api/v1/risks/{id}")
@Produces("application/json")
public class RiskResource {
    private final Operations operations;

    RiskResource(Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.risks());
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response get(@PathParam("id") String id) {
        return operations.get(id);
    }

    @PATCH
    @Needs(Permission.RISKS_WRITE)
    public Response patch(@PathParam("id") String id, InputStream input) {
        return operations.patch(id, input);
    }

    @DELETE
    @Needs(Permission.RISKS_WRITE)
    public Response delete(@PathParam("id") String id) {
        return operations.delete(id);
    }
}
