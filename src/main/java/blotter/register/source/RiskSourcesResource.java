package blotter.register.source;

import blotter.people.audit.AuditLog;
import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/risks/sources`: where risks come from.
@Singleton
@Path("/api/v1/risks/sources")
@Produces("application/json")
public class RiskSourcesResource extends SourcesResource {
    RiskSourcesResource(
            Exchange exchange,
            Transactions transactions,
            SourceStore store,
            OrganizationStore organizations,
            AuditLog audit) {
        super(exchange, transactions, store, audit, organizations::riskSources, "risk", "risk");
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response list() {
        return listed();
    }

    @PUT
    @Needs(Permission.ORGANIZATION_MANAGE)
    public Response replace(InputStream input) {
        return replaced(input);
    }
}
