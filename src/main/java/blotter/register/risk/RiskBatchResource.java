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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/risks/batch`: many risks made at once. A resource of its own, since every other method of
/// this address would else be taken for one on the risk `batch`.
@Singleton
@Path("/api/v1/risks/batch")
@Produces("application/json")
public class RiskBatchResource {
    private final Operations operations;

    RiskBatchResource(
            Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Registers registers) {
        this.operations = new Operations(exchange, transactions, limits, audit, registers.risks());
    }

    @POST
    @Needs(Permission.RISKS_WRITE)
    public Response create(InputStream input) {
        return operations.createMany(input);
    }
}
