package blotter.risk;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.http.Exchange;
import blotter.idempotency.Writes;
import blotter.organization.Limits;
import blotter.register.Operations;
import blotter.register.Registers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/risks/sources`: where risks come from.
@Singleton
@Path("/api/v1/risks/sources")
@Produces("application/json")
public class RiskSourcesResource {
    private final Operations operations;

    RiskSourcesResource(Exchange exchange, Writes writes, Limits limits, Registers registers) {
        this.operations = new Operations(exchange, writes, limits, registers.risks());
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response list() {
        return operations.sources();
    }
}
