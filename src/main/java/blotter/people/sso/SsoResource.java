package blotter.people.sso;

import blotter.people.authentication.SessionCookie;
import blotter.platform.access.Public;
import blotter.platform.http.Exchange;
import blotter.platform.http.Query;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v1/sso`: to the identity provider, and back.
@Singleton
@Path("/api/v1/sso")
@Produces("application/json")
public class SsoResource {
    private static final String COOKIE = "blotter-sso";

    private final Exchange exchange;
    private final Optional<SingleSignOn> sso;

    SsoResource(Exchange exchange, Optional<SingleSignOn> sso) {
        this.exchange = exchange;
        this.sso = sso;
    }

    @GET
    @Path("/start")
    @Public
    public Response start() {
        var returnTo = exchange.query(SsoResource::returnTo);
        var way = way();
        try {
            var departure = way.depart(exchange, returnTo);
            return found(departure.to().toString(), cookie(departure.state(), SsoRequestStore.LIFETIME.toSeconds()));
        } catch (SsoRefusal e) {
            return refused(e);
        }
    }

    private static String returnTo(Query query) {
        var requested = query.one("return_to");
        if (requested != null && !SingleSignOn.isOwnPath(requested)) {
            query.faults().add("return_to", "invalid_value", requested, "a path of this server, like /incidents");
        }
        return requested == null ? "/" : requested;
    }

    /// Where the provider sends the browser. What it adds to the query beside the code is its own affair.
    @GET
    @Path("/callback")
    @Public
    public Response callback() {
        var query = Query.of(exchange.rawQuery(), new Faults());
        var way = way();
        try {
            var arrival = way.arrive(exchange, query.one("code"), query.one("state"), exchange.cookie(cookieName()));
            return found(
                    exchange.baseUrl() + arrival.returnTo(),
                    cookie("", 0),
                    SessionCookie.set(exchange, arrival.begun().token()));
        } catch (SsoRefusal e) {
            return refused(e);
        }
    }

    private SingleSignOn way() {
        return sso.orElseThrow(() -> Problem.problem(ProblemType.NOT_FOUND, "there is no single sign-on here"));
    }

    /// Says why in a cookie that the page reads and forgets: what stood in the address, anybody could write there.
    private Response refused(SsoRefusal refusal) {
        var why = URLEncoder.encode(refusal.why(), StandardCharsets.UTF_8).replace("+", "%20");
        var told = "blotter-sign-in-problem=%s; Path=/sign-in; Max-Age=60; SameSite=Lax%s"
                .formatted(why, exchange.isSecure() ? "; Secure" : "");
        return found(exchange.baseUrl() + "/sign-in", cookie("", 0), told);
    }

    private static Response found(String to, @Nullable String... cookies) {
        var response = Response.status(302).header("Location", to);
        Stream.of(cookies).forEach(cookie -> response.header("Set-Cookie", cookie));
        return response.build();
    }

    private String cookieName() {
        return exchange.isSecure() ? "__Host-" + COOKIE : COOKIE;
    }

    private String cookie(String state, long seconds) {
        return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(cookieName(), state, seconds, exchange.isSecure() ? "; Secure" : "");
    }
}
