package blotter.register.follow;

import blotter.people.person.Users;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.register.risk.Risks;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/risks/{id}/follow`. Who may read a risk may follow it.
@Singleton
@Path("/api/v1/risks/{id}/follow")
@Produces("application/json")
public class RiskFollowResource extends FollowResource {
    RiskFollowResource(Exchange exchange, Transactions transactions, FollowerStore store, Users users) {
        super(exchange, transactions, store, users, Risks.REGISTER);
    }

    @GET
    @Needs(Permission.RISKS_READ)
    public Response show(@PathParam("id") String id) {
        return shown(id);
    }

    @PUT
    @Needs(Permission.RISKS_READ)
    public Response follow(@PathParam("id") String id) {
        return followed(id, true);
    }

    @DELETE
    @Needs(Permission.RISKS_READ)
    public Response unfollow(@PathParam("id") String id) {
        return followed(id, false);
    }
}
