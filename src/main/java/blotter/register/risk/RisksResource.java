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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/risks`: the list, what is made, and what is done to many.
@Singleton
@Path("/api/v1/risks")
@Produces("application/json")
public class RisksResource {
    private final Operations operations;

    RisksResource(Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.risks());
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response list() {
        return operations.list();
    }

    @POST
    @Needs(Permission.RISKS_WRITE)
    public Response create(InputStream input) {
        return operations.create(input);
    }

    @PATCH
    @Needs(Permission.RISKS_WRITE)
    public Response patch(InputStream input) {
        return operations.patchMany(input);
    }

    @DELETE
    @Needs(Permission.RISKS_WRITE)
    public Response delete(InputStream input) {
        return operations.deleteMany(input);
    }
}
