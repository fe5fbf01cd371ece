package blotter.people.authentication;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.RefreshTokens.Rotated;
import blotter.people.person.Users;
import blotter.platform.access.Permission;
import blotter.platform.access.Public;
import blotter.platform.access.Role;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Faults;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/v1/oauth/token`: OAuth 2 client credentials and refresh (RFC 6749), answered in that standard's own form.
@Singleton
@Path("/api/v1/oauth/token")
@Produces("application/json")
public class TokenResource {
    private static final Logger LOG = Logger.getLogger("blotter.authentication");

    private final Exchange exchange;
    private final Users users;
    private final ServiceAccounts accounts;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Clock clock;

    TokenResource(
            Exchange exchange,
            Users users,
            ServiceAccounts accounts,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            Attempts attempts,
            AuditLog audit,
            Clock clock) {
        this.exchange = exchange;
        this.users = users;
        this.accounts = accounts;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.attempts = attempts;
        this.audit = audit;
        this.clock = clock;
    }

    private record Client(String id, String secret) {}

    @POST
    @Public
    public Response token(InputStream body) {
        var type = exchange.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return error(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
        }
        Map<String, String> form;
        @Nullable Client client;
        try {
            form = Form.parse(exchange.bytes(body));
            client = client(form);
        } catch (ParseException | IllegalArgumentException e) {
            return error(400, "invalid_request", "the form or the Authorization header is malformed");
        }
        var grant = form.get("grant_type");
        if (grant == null) {
            return error(400, "invalid_request", "grant_type is missing");
        }
        if (!grant.equals("client_credentials") && !grant.equals("refresh_token")) {
            return error(400, "unsupported_grant_type", "grant_type must be client_credentials or refresh_token");
        }
        var found = client == null ? null : authenticate(client);
        if (found == null) {
            return error(
                    401, "invalid_client", "the client id or the secret is wrong, or the service account is disabled");
        }
        return grant.equals("refresh_token") ? refresh(found, form.get("refresh_token")) : issue(found);
    }

    /// The client's id and secret, from the form or as HTTP Basic.
    private @Nullable Client client(Map<String, String> form) throws ParseException {
        var header = exchange.header("Authorization");
        if (header == null) {
            var id = form.get("client_id");
            var secret = form.get("client_secret");
            return id == null || secret == null ? null : new Client(id, secret);
        }
        if (!header.regionMatches(true, 0, "Basic ", 0, 6) || form.containsKey("client_secret")) {
            throw new IllegalArgumentException("two ways of authentication, or an unknown one");
        }
        // The parser wants exactly one space; RFC 9110 allows more.
        var basic = ClientSecretBasic.parse("Basic " + header.substring(6).strip());
        return new Client(
                basic.getClientID().getValue(), basic.getClientSecret().getValue());
    }

    /// The client's account, when it is to be let in. What keeps it out is for the audit log alone.
    private ServiceAccounts.@Nullable Found authenticate(Client client) {
        // An id that was made up is as good as any other: only its address counts.
        var account = ServiceAccounts.isWellFormed(client.id) ? client.id : null;
        var address = exchange.address();
        boolean right = attempts.isRight(account, address, () -> refusal(accounts.find(client.id), client) == null);
        var found = accounts.find(client.id);
        if (right) {
            return found;
        }
        if (found == null) {
            LOG.infof("request %s: no client %s, from %s", exchange.id(), Faults.shown(client.id), address);
        } else {
            audit.record(AuditEntry.of(found.orgId(), null, exchange.origin(), Action.TOKEN_REFUSED)
                    .subject(client.id)
                    .with("reason", refusal(found, client)));
        }
        return null;
    }

    private @Nullable String refusal(ServiceAccounts.@Nullable Found found, Client client) {
        if (found == null) {
            return "unknown";
        }
        var now = clock.instant();
        var account = found.account();
        var member = users.find(found.orgId(), account.userId());
        if (!account.hasSecret(client.secret, now)) {
            return "wrong secret";
        }
        if (member == null || !member.active()) {
            return "disabled";
        }
        if (account.isExpired(now)) {
            return "expired";
        }
        return account.mayCallFrom(exchange.address()) ? null : "address not allowed";
    }

    private AuditEntry entry(ServiceAccounts.Found found, Action action, String grant) {
        return AuditEntry.of(found.orgId(), found.account().userId(), exchange.origin(), action)
                .subject(found.account().clientId())
                .with("grant", grant);
    }

    private Response issue(ServiceAccounts.Found found) {
        var now = clock.instant();
        int orgId = found.orgId();
        var userId = found.account().userId();
        var token = refreshTokens.issue(orgId, userId, now, handle -> {
            ServiceAccounts.used(handle, orgId, userId, now);
            audit.record(handle, entry(found, Action.TOKEN_ISSUED, "client_credentials"));
        });
        return granted(found, token, now);
    }

    private Response refresh(ServiceAccounts.Found found, @Nullable String token) {
        if (token == null) {
            return error(400, "invalid_request", "refresh_token is missing");
        }
        var now = clock.instant();
        int orgId = found.orgId();
        var userId = found.account().userId();
        var rotated = refreshTokens.rotate(orgId, userId, token, now, (handle, outcome) -> {
            ServiceAccounts.used(handle, orgId, userId, now);
            var action = switch (outcome) {
                case Rotated.Next next -> Action.TOKEN_ISSUED;
                case Rotated.Reused reused -> Action.TOKEN_REUSED;
                case Rotated.Unknown unknown -> Action.TOKEN_REFUSED;
            };
            audit.record(handle, entry(found, action, "refresh_token"));
        });
        return rotated instanceof Rotated.Next(var next)
                ? granted(found, next, now)
                : error(400, "invalid_grant", "the refresh token is unknown, expired, or was used before");
    }

    private Response granted(ServiceAccounts.Found found, String refreshToken, Instant now) {
        var userId = found.account().userId();
        var claims =
                new AccessTokens.Claims(found.orgId(), userId, found.account().tokenEpoch());
        var accessToken = accessTokens.issue(claims, now);
        var member = users.find(found.orgId(), userId);
        var scope = Role.permissions(member == null ? java.util.List.of() : member.roles()).stream()
                .map(Permission::label)
                .collect(Collectors.joining(" "));
        return notStored(Answer.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("access_token", accessToken);
            json.writeStringField("token_type", "Bearer");
            json.writeNumberField("expires_in", AccessTokens.LIFETIME.toSeconds());
            json.writeStringField("refresh_token", refreshToken);
            json.writeStringField("scope", scope);
            json.writeEndObject();
        }));
    }

    private static Response error(int status, String error, String description) {
        var answer = Answer.json(status, json -> {
            json.writeStartObject();
            json.writeStringField("error", error);
            json.writeStringField("error_description", description);
            json.writeEndObject();
        });
        return notStored(status == 401 ? answer.header("WWW-Authenticate", "Basic realm=\"blotter\"") : answer);
    }

    private static Response notStored(Answer answer) {
        return answer.header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .response();
    }
}
