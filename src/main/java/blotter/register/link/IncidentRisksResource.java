package blotter.register.link;

import blotter.people.audit.AuditLog;
import blotter.people.organization.Limits;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.register.change.Links;
import blotter.register.entry.Operations;
import blotter.register.entry.Registers;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;

/// `/v1/incidents/{id}/risks`: risks made from an incident, and links from the incident's side.
@Singleton
@Path("/api/v1/incidents/{id}/risks")
@Produces("application/json")
public class IncidentRisksResource {
    private final Exchange exchange;
    private final LinkOperations operations;
    private final Operations risks;
    private final Registers registers;
    private final Links links;

    IncidentRisksResource(
            Exchange exchange,
            Transactions transactions,
            Limits limits,
            AuditLog audit,
            Registers registers,
            Links links) {
        this.exchange = exchange;
        this.operations = new LinkOperations(exchange, transactions, links);
        this.risks = new Operations(exchange, transactions, limits, audit, registers.risks());
        this.registers = registers;
        this.links = links;
    }

    /// Makes a risk from the incident: what it is about and what the attacker is after, as far as the body
    /// says nothing else.
    @POST
    @Needs({Permission.RISKS_WRITE, Permission.INCIDENTS_WRITE})
    public Response create(@PathParam("id") String id, InputStream input) {
        return risks.createFrom(
                registers.incidents(),
                id,
                input,
                incident -> Map.of(
                        Risks.TITLE, Objects.requireNonNull(incident.text(Incidents.TITLE)),
                        Risks.DESCRIPTION, Objects.requireNonNull(incident.text(Incidents.DESCRIPTION)),
                        Risks.DISCOVERED, Objects.requireNonNull(incident.instant(Incidents.DETECTED))),
                (handle, incident, risk) -> links.link(handle, exchange.caller(), incident.number(), risk.number()));
    }

    @PUT
    @Path("/{risk_id}")
    @Needs({Permission.INCIDENTS_WRITE, Permission.RISKS_READ})
    public Response link(@PathParam("id") String id, @PathParam("risk_id") String risk) {
        return operations.link(incident(id), risk(risk));
    }

    @DELETE
    @Path("/{risk_id}")
    @Needs({Permission.INCIDENTS_WRITE, Permission.RISKS_READ})
    public Response unlink(@PathParam("id") String id, @PathParam("risk_id") String risk) {
        return operations.unlink(incident(id), risk(risk));
    }

    private static Parameter<Long> incident(String id) {
        return Incidents.REGISTER.parameter("id", id);
    }

    private static Parameter<Long> risk(String id) {
        return Risks.REGISTER.parameter("risk_id", id);
    }
}
