package blotter.people.sso;

import blotter.people.account.AccountStore;
import blotter.people.account.SessionStart;
import blotter.people.account.SignInWay;
import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.Attempts;
import blotter.people.authentication.Secrets;
import blotter.people.authentication.SessionStore;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.platform.database.Database;
import blotter.platform.http.Exchange;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sign-in with the identity provider, by the authorization code flow (OpenID Connect Core, section 3.1). State
/// cookie, PKCE and nonce bind the code to the browser that started the flow, and each request is accepted once.
public final class SingleSignOn {
    private static final Logger LOG = Logger.getLogger("blotter.sso");

    /// The redirect URI's path.
    static final String CALLBACK = "/api/v1/sso/callback";

    private static final String START = "/api/v1/sso/start";
    // Prevents open redirects: browsers resolve `//host` and `/\host` to another server.
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[^\\\\\\p{Cc}]{0,2000}");

    private final SsoSettings settings;
    private final Database database;
    private final OrganizationStore organizations;
    private final SessionStart start;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Clock clock;
    private final IdentityProvider provider;
    private final SsoRequestStore requests;
    private final SsoUsers users;

    public SingleSignOn(
            SsoSettings settings,
            Database database,
            OrganizationStore organizations,
            UserStore users,
            AccountStore accounts,
            SessionStart start,
            Attempts attempts,
            AuditLog audit,
            Clock clock) {
        this.settings = settings;
        this.database = database;
        this.organizations = organizations;
        this.start = start;
        this.attempts = attempts;
        this.audit = audit;
        this.clock = clock;
        this.provider = new IdentityProvider(settings);
        this.requests = new SsoRequestStore(database);
        this.users = new SsoUsers(settings, organizations, users, accounts, audit);
        provider.ask();
    }

    /// The sign-in method, for the page.
    public SignInWay way() {
        var problem = organizations.find(settings.organization()) == null
                ? "there is no organization '%s' for its people (BLOTTER_SSO_ORGANIZATION)"
                        .formatted(settings.organization())
                : provider.found().problem();
        return new SignInWay(settings.name(), START, problem);
    }

    /// Whether the page may redirect there after a sign-in.
    static boolean isOwnPath(String path) {
        return OWN_PATH.matcher(path).matches();
    }

    /// The redirect to the provider.
    ///
    /// @param state for the cookie
    record Departure(URI to, String state) {}

    /// Throws SsoRefusal when the provider cannot be reached.
    Departure depart(Exchange exchange, String returnTo) {
        var request = new SsoRequest(Secrets.random(""), Secrets.random(""), Secrets.random(""), returnTo);
        var to = provider.authorization(request, redirect(exchange));
        requests.insert(organization().id(), request, clock.instant());
        return new Departure(to, request.state());
    }

    private Organization organization() {
        var organization = organizations.find(settings.organization());
        if (organization == null) {
            throw new SsoRefusal("Single sign-on is not set up completely.");
        }
        return organization;
    }

    private static URI redirect(Exchange exchange) {
        return URI.create(exchange.baseUrl() + CALLBACK);
    }

    record Arrival(SessionStore.NewSession begun, String returnTo) {}

    /// Handles the redirect back from the provider. Throws SsoRefusal when the sign-in is refused.
    ///
    /// @param cookie the state in the cookie
    Arrival arrive(Exchange exchange, @Nullable String code, @Nullable String state, @Nullable String cookie) {
        var organization = organization();
        // The account is not known yet, so only the address counts.
        var permit = attempts.take(null, exchange.address());
        boolean same = state != null && cookie != null && state.equals(cookie);
        var request = same ? requests.take(organization.id(), Objects.requireNonNull(state), clock.instant()) : null;
        if (request == null) {
            LOG.infof("request %s: a sign-in without a matching request, from %s", exchange.id(), exchange.address());
            throw new SsoRefusal("This sign-in is over, or was begun in another browser. Try again.");
        }
        String subject = null;
        try {
            if (code == null) {
                throw new SsoRefusal("The identity provider did not sign you in.");
            }
            var identity = provider.identity(code, request, redirect(exchange));
            subject = Objects.requireNonNullElse(identity.email(), identity.subject());
            var arrival = new Arrival(begin(exchange, organization, identity), request.returnTo());
            attempts.succeeded(permit);
            return arrival;
        } catch (SsoRefusal refusal) {
            audit.record(AuditEntry.of(organization.id(), null, SessionStart.origin(exchange), Action.SIGN_IN_FAILED)
                    .subject(Objects.requireNonNullElse(subject, "unknown"))
                    .with("way", "single sign-on")
                    .with("reason", refusal.why()));
            throw refusal;
        }
    }

    private SessionStore.NewSession begin(Exchange exchange, Organization organization, Identity identity) {
        return database.jdbi().inTransaction(handle -> {
            var id = users.person(handle, organization, identity, SessionStart.origin(exchange));
            return start.begin(handle, exchange, organization.id(), id, "single sign-on");
        });
    }
}
