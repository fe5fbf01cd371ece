package blotter.register.follow;

import blotter.people.person.Users;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.register.incident.Incidents;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/incidents/{id}/follow`. Who may read an incident may follow it.
@Singleton
@Path("/api/v1/incidents/{id}/follow")
@Produces("application/json")
public class IncidentFollowResource extends FollowResource {
    IncidentFollowResource(Exchange exchange, Transactions transactions, FollowerStore store, Users users) {
        super(exchange, transactions, store, users, Incidents.REGISTER);
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response show(@PathParam("id") String id) {
        return shown(id);
    }

    @PUT
    @Needs(Permission.INCIDENTS_READ)
    public Response follow(@PathParam("id") String id) {
        return followed(id, true);
    }

    @DELETE
    @Needs(Permission.INCIDENTS_READ)
    public Response unfollow(@PathParam("id") String id) {
        return followed(id, false);
    }
}
