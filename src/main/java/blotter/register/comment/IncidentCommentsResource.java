package blotter.register.comment;

import blotter.people.person.Users;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.database.Database;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.register.incident.Incidents;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;

/// `/v1/incidents/{id}/comments`.
@Singleton
@Path("/api/v1/incidents/{id}/comments")
@Produces("application/json")
public class IncidentCommentsResource extends CommentsResource {
    IncidentCommentsResource(
            Exchange exchange, Transactions transactions, Database database, Users users, Clock clock) {
        super(exchange, transactions, database, Incidents.REGISTER, users, clock);
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list(@PathParam("id") String id) {
        return listed(id);
    }

    @POST
    @Needs(Permission.INCIDENTS_WRITE)
    public Response add(@PathParam("id") String id, InputStream input) {
        return added(id, input);
    }

    @PATCH
    @Path("/{comment_id}")
    @Needs(Permission.INCIDENTS_WRITE)
    public Response edit(@PathParam("id") String id, @PathParam("comment_id") String comment, InputStream input) {
        return edited(id, comment, input);
    }

    @DELETE
    @Path("/{comment_id}")
    @Needs(Permission.INCIDENTS_WRITE)
    public Response delete(@PathParam("id") String id, @PathParam("comment_id") String comment) {
        return deleted(id, comment);
    }
}
