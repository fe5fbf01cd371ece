package blotter.people.account;

import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Public;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `/v1/sign-in`: the ways in.
@Singleton
@Path("/api/v1/sign-in")
@Produces("application/json")
public class SignInResource {
    private final Exchange exchange;
    private final OrganizationStore organizations;
    private final SignInWay.Source ways;

    SignInResource(Exchange exchange, OrganizationStore organizations, SignInWay.Source ways) {
        this.exchange = exchange;
        this.organizations = organizations;
        this.ways = ways;
    }

    @GET
    @Public
    public Response get() {
        exchange.takesNoQuery();
        boolean isNew = !organizations.hasAny();
        var sso = ways.way();
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeBooleanField("password", true);
                    json.writeBooleanField("setup_needed", isNew);
                    json.writeFieldName("sso");
                    write(json, sso);
                    json.writeEndObject();
                })
                .response();
    }

    private static void write(JsonGenerator json, @Nullable SignInWay way) throws IOException {
        if (way == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("name", way.name());
        json.writeStringField("url", way.url());
        json.writeBooleanField("available", way.problem() == null);
        json.writeStringField("problem", way.problem());
        json.writeEndObject();
    }
}
