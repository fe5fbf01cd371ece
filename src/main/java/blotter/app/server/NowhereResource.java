package blotter.app.server;

import blotter.platform.access.Public;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/// Every address under `/api` that is none of the API's.
@Singleton
@Path("/api/{path:.*}")
public class NowhereResource {
    private final Exchange exchange;

    NowhereResource(Exchange exchange) {
        this.exchange = exchange;
    }

    @GET
    @Public
    public void get() {
        throw nowhere();
    }

    @POST
    @Public
    public void post() {
        throw nowhere();
    }

    @PUT
    @Public
    public void put() {
        throw nowhere();
    }

    @PATCH
    @Public
    public void patch() {
        throw nowhere();
    }

    @DELETE
    @Public
    public void delete() {
        throw nowhere();
    }

    private Problem nowhere() {
        return Problem.problem(ProblemType.NOT_FOUND, "there is nothing at " + Faults.shown(exchange.path()));
    }
}
