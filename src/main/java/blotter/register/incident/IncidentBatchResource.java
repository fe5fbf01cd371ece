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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/incidents/batch`: many incidents made at once. A resource of its own, since every other method of
/// this address would else be taken for one on the incident `batch`.
@Singleton
@Path("/api/v1/incidents/batch")
@Produces("application/json")
public class IncidentBatchResource {
    private final Operations operations;

    IncidentBatchResource(
            Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.incidents());
    }

    @POST
    @Needs(Permission.INCIDENTS_WRITE)
    public Response create(InputStream input) {
        return operations.createMany(input);
    }
}
