package blotter.account;

import blotter.access.Public;
import blotter.http.Answer;
import blotter.http.Exchange;
import blotter.organization.OrganizationStore;
import blotter.problem.Faults;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/// `/v1/sign-in`: the ways in.
@Singleton
@Path("/api/v1/sign-in")
@Produces("application/json")
public class SignInResource {
    private final Exchange exchange;
    private final OrganizationStore organizations;

    SignInResource(Exchange exchange, OrganizationStore organizations) {
        this.exchange = exchange;
        this.organizations = organizations;
    }

    @GET
    @Public
    public Response get() {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        faults.throwIfAny();
        boolean isNew = !organizations.hasAny();
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeBooleanField("password", true);
                    json.writeBooleanField("setup_needed", isNew);
                    json.writeNullField("sso");
                    json.writeEndObject();
                })
                .response();
    }
}
