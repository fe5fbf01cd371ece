package blotter.people.person;

import blotter.platform.access.AnyCaller;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// `/v1/users`.
@Singleton
@Path("/api/v1/users")
@Produces("application/json")
public class UsersResource {
    private static final List<String> ORDERS = List.of("email", "first_name", "last_name");

    private final Exchange exchange;
    private final Users users;

    UsersResource(Exchange exchange, Users users) {
        this.exchange = exchange;
        this.users = users;
    }

    @GET
    @Path("/me")
    @AnyCaller
    public Response me() {
        exchange.takesNoQuery();
        var caller = exchange.caller();
        var member = Objects.requireNonNull(users.find(caller.orgId(), caller.userId()));
        return Answer.json(200, member::writeTo).response();
    }

    @GET
    @Needs(Permission.USERS_READ)
    public Response list() {
        var request = exchange.query(query -> ListRequest.of(query, "email", ORDERS, Cursor.Form.ANY));
        var all = List.copyOf(users.of(exchange.caller().orgId()).values());
        var page = Page.of(
                all,
                request,
                member -> key(member.user(), request.order()),
                member -> member.user().id().toString());
        return page.answer((json, member) -> member.writeTo(json)).response();
    }

    private static String key(User user, String order) {
        var key = switch (order) {
            case "first_name" -> user.firstName();
            case "last_name" -> user.lastName();
            default -> user.email();
        };
        return key.toLowerCase(Locale.ROOT);
    }
}
