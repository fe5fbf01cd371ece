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
import blotter.platform.idempotency.Writes;
import blotter.platform.json.JsonFields;
import blotter.platform.json.Uuids;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// `/v1/users`, as Admins have it: inviting people, changing them, and giving them a way back in.
@Singleton
@Path("/api/v1/users")
@Produces("application/json")
public class PeopleResource {
    private static final List<String> FIELDS =
            List.of("email", "first_name", "last_name", "roles", "active", "second_factor");

    private final Exchange exchange;
    private final Database database;
    private final Writes writes;
    private final People people;
    private final CurrentSession current;
    private final OrganizationStore organizations;
    private final Letters letters;

    PeopleResource(
            Exchange exchange,
            Database database,
            Writes writes,
            People people,
            CurrentSession current,
            OrganizationStore organizations,
            Letters letters) {
        this.exchange = exchange;
        this.database = database;
        this.writes = writes;
        this.people = people;
        this.current = current;
        this.organizations = organizations;
        this.letters = letters;
    }

    @POST
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response invite(InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var fields = JsonFields.of(body.json(), "", faults);
        if (fields == null) {
            throw Problem.invalid(faults.list());
        }
        fields.require("a value", "email", "first_name", "last_name", "roles");
        var email = People.email(fields);
        var first = People.name(fields, "first_name");
        var last = People.name(fields, "last_name");
        var roles = Role.read(fields);
        fields.refuseUnknown();
        faults.throwIfAny();
        var invitation = new People.Invitation(
                Objects.requireNonNull(email),
                Objects.requireNonNull(first),
                Objects.requireNonNull(last),
                Objects.requireNonNull(roles));
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

    @PATCH
    @Path("/{id}")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response change(@PathParam("id") String text, InputStream input) {
        var body = exchange.patch(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var id = id(text, faults);
        var fields = JsonFields.of(body.json(), "", faults);
        if (fields == null || id == null) {
            throw Problem.invalid(faults.list());
        }
        for (var field : FIELDS) {
            if (body.mergePatch() && fields.isNull(field)) {
                faults.add(fields.pointer(field), "required", "null (expected: a value; it cannot be cleared)");
            }
        }
        var factor = fields.bool("second_factor");
        if (Boolean.TRUE.equals(factor)) {
            faults.add(fields.pointer("second_factor"), "invalid_value", "true", "false: only its owner sets one up");
        }
        var change = new People.Change(
                People.email(fields),
                People.name(fields, "first_name"),
                People.name(fields, "last_name"),
                Role.read(fields),
                fields.bool("active"),
                Boolean.FALSE.equals(factor));
        fields.refuseUnknown();
        faults.throwIfAny();
        if (change.isEmpty()) {
            var detail = "the body changes nothing (expected: one of %s)".formatted(String.join(", ", FIELDS));
            throw Problem.problem(ProblemType.EMPTY_PAYLOAD, detail, List.of(new Fault("", "empty_payload", detail)));
        }
        var session = current.find(exchange);
        var here = session == null ? null : session.id();
        return writes.run(exchange, body.bytes(), handle -> {
            var changed = people.change(handle, exchange.caller(), exchange.origin(), id, change, here);
            return Answer.json(200, changed.after()::writeTo).wrote(true);
        });
    }

    @POST
    @Path("/{id}/password-reset")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response reset(@PathParam("id") String text) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var id = id(text, faults);
        faults.throwIfAny();
        var sent = database.jdbi()
                .inTransaction(handle ->
                        people.reset(handle, exchange.caller(), exchange.origin(), Objects.requireNonNull(id)));
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

    private static @org.jspecify.annotations.Nullable UUID id(String text, Faults faults) {
        var id = Uuids.parse(text);
        if (id == null) {
            faults.add("id", "invalid_format", text, "a uuid");
        }
        return id;
    }
}
