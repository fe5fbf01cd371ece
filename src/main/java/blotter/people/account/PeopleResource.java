package blotter.people.account;

import blotter.people.authentication.CurrentSession;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Member;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.access.RecentSignIn;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import jakarta.inject.Singleton;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/users`, as Admins have it: inviting people, changing them, and giving them a way back in.
@Singleton
@Path("/api/v1/users")
@Produces("application/json")
public class PeopleResource {
    private static final List<String> FIELDS =
            List.of("email", "first_name", "last_name", "roles", "active", "second_factor");

    private final Exchange exchange;
    private final Database database;
    private final Transactions transactions;
    private final People people;
    private final CurrentSession current;
    private final OrganizationStore organizations;
    private final Letters letters;

    PeopleResource(
            Exchange exchange,
            Database database,
            Transactions transactions,
            People people,
            CurrentSession current,
            OrganizationStore organizations,
            Letters letters) {
        this.exchange = exchange;
        this.database = database;
        this.transactions = transactions;
        this.people = people;
        this.current = current;
        this.organizations = organizations;
        this.letters = letters;
    }

    @POST
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response invite(InputStream input) {
        var invitation = exchange.json(input, PeopleResource::invitation);
        var invited = database.jdbi()
                .inTransaction(handle -> people.invite(handle, exchange.caller(), exchange.origin(), invitation));
        mail(invited.member(), invited.link());
        return Answer.json(201, json -> {
                    json.writeStartObject();
                    json.writeFieldName("user");
                    invited.member().writeTo(json);
                    json.writeStringField("invite_url", invited.link().url(exchange.baseUrl()));
                    json.writeStringField(
                            "expires_date", invited.link().expiresDate().toString());
                    json.writeEndObject();
                })
                .response();
    }

    private static People.@Nullable Invitation invitation(JsonFields fields) {
        fields.require("a value", "email", "first_name", "last_name", "roles");
        var email = People.email(fields);
        var first = People.name(fields, "first_name");
        var last = People.name(fields, "last_name");
        var roles = Role.read(fields);
        return email == null || first == null || last == null || roles == null
                ? null
                : new People.Invitation(email, first, last, roles);
    }

    @PATCH
    @Path("/{id}")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response change(@PathParam("id") String id, InputStream input) {
        var user = Parameter.uuid("id", id, "a uuid");
        var change = exchange.patch(input, "one of " + String.join(", ", FIELDS), PeopleResource::change, user);
        var session = current.find(exchange);
        var here = session == null ? null : session.id();
        return transactions.run(exchange, handle -> {
            var changed = people.change(handle, exchange.caller(), exchange.origin(), user.value(), change, here);
            return Answer.json(200, changed.after()::writeTo).wrote(true);
        });
    }

    private static People.@Nullable Change change(JsonFields fields) {
        fields.refuseClearing("a value", FIELDS.toArray(String[]::new));
        var factor = fields.bool("second_factor");
        if (Boolean.TRUE.equals(factor)) {
            fields.faults()
                    .add(fields.pointer("second_factor"), "invalid_value", "true", "false: only its owner sets one up");
        }
        var change = new People.Change(
                People.email(fields),
                People.name(fields, "first_name"),
                People.name(fields, "last_name"),
                Role.read(fields),
                fields.bool("active"),
                Boolean.FALSE.equals(factor));
        return change.isEmpty() ? null : change;
    }

    @POST
    @Path("/{id}/password-reset")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response reset(@PathParam("id") String id) {
        var user = exchange.only(Parameter.uuid("id", id, "a uuid"));
        var sent = database.jdbi()
                .inTransaction(handle -> people.reset(handle, exchange.caller(), exchange.origin(), user));
        mail(sent.member(), sent.link());
        var link = sent.link();
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("url", link.url(exchange.baseUrl()));
                    json.writeStringField("expires_date", link.expiresDate().toString());
                    json.writeEndObject();
                })
                .response();
    }

    private void mail(Member member, OneTimeLink.Made link) {
        var organization = organizations.get(exchange.caller().orgId());
        letters.link(member.user().email(), organization.name(), link, exchange.baseUrl());
    }
}
