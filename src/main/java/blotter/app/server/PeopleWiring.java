package blotter.app.server;

import blotter.people.account.AccountStore;
import blotter.people.account.Credentials;
import blotter.people.account.Failures;
import blotter.people.account.Letters;
import blotter.people.account.OneTimeLinkStore;
import blotter.people.account.People;
import blotter.people.account.SecondFactors;
import blotter.people.account.SessionStart;
import blotter.people.account.Setup;
import blotter.people.account.SetupLinkStore;
import blotter.people.account.SignInWay;
import blotter.people.audit.AuditLog;
import blotter.people.audit.EventFile;
import blotter.people.audit.Forwarding;
import blotter.people.audit.Sealing;
import blotter.people.audit.Syslog;
import blotter.people.authentication.AccessTokens;
import blotter.people.authentication.Attempts;
import blotter.people.authentication.CurrentSession;
import blotter.people.authentication.PersonalTokens;
import blotter.people.authentication.Proofs;
import blotter.people.authentication.RefreshTokens;
import blotter.people.authentication.RequestRate;
import blotter.people.authentication.ServiceAccounts;
import blotter.people.authentication.SessionStore;
import blotter.people.organization.Limits;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.people.person.Users;
import blotter.people.sso.SingleSignOn;
import blotter.people.sso.SsoSettings;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.platform.mail.Outbox;
import blotter.platform.schedule.Schedule;
import blotter.platform.secret.SecretBox;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Creates the objects of `blotter.people`, which do not depend on injection.
@Singleton
class PeopleWiring {
    private static final int MAX_IDS = 1_000;
    private static final int SEAL_SECONDS = 10;
    private static final int FAILURES_PER_ADDRESS = 30;

    @Produces
    @Singleton
    AuditLog auditLog(Database database, Clock clock) {
        return new AuditLog(database, clock);
    }

    @Produces
    @Singleton
    Sealing sealing(Settings settings, Database database, Clock clock, Schedule schedule) {
        var sealing = new Sealing(database, clock, forwarding(settings.audit(), database));
        schedule.every(
                "sealing", Duration.ofSeconds(settings.audit().sealSeconds().orElse(SEAL_SECONDS)), sealing::run);
        return sealing;
    }

    private static Forwarding forwarding(Settings.Audit settings, Database database) {
        if (settings.file().isPresent() && settings.syslog().isPresent()) {
            throw new StartupFailure("BLOTTER_AUDIT_FILE and BLOTTER_AUDIT_SYSLOG are both set (expected: one)");
        }
        if (settings.file().isPresent()) {
            return Forwarding.to(database, new EventFile(Path.of(settings.file().get())));
        }
        if (settings.syslog().isPresent()) {
            try {
                return Forwarding.to(database, Syslog.at(settings.syslog().get()));
            } catch (IllegalArgumentException e) {
                throw new StartupFailure("BLOTTER_AUDIT_SYSLOG: " + e.getMessage());
            }
        }
        return Forwarding.toNobody(database);
    }

    @Produces
    @Singleton
    Limits limits(Settings settings) {
        return new Limits(settings.bulk().maxIds().orElse(MAX_IDS));
    }

    @Produces
    @Singleton
    OrganizationStore organizations(Database database, Announcements announcements) {
        return new OrganizationStore(database, announcements);
    }

    @Produces
    @Singleton
    UserStore userStore(Database database, Announcements announcements) {
        return new UserStore(database, announcements);
    }

    @Produces
    @Singleton
    Users users(UserStore store, Announcements announcements) {
        return new Users(store, announcements);
    }

    @Produces
    @Singleton
    ServiceAccounts serviceAccounts(Database database, UserStore users, Announcements announcements) {
        return new ServiceAccounts(database, users, announcements);
    }

    @Produces
    @Singleton
    PersonalTokens personalTokens(Database database, Announcements announcements) {
        return new PersonalTokens(database, announcements);
    }

    @Produces
    @Singleton
    Attempts attempts(Settings settings, Database database) {
        return new Attempts(database, settings.limits().failuresPerAddress().orElse(FAILURES_PER_ADDRESS));
    }

    @Produces
    @Singleton
    RequestRate requestRate(Settings settings, Ticker ticker) {
        return new RequestRate(ticker, settings.limits().requestsPerMinute().orElse(0));
    }

    @Produces
    @Singleton
    AccessTokens accessTokens(Database database, SecretBox box) {
        return new AccessTokens(database, box);
    }

    @Produces
    @Singleton
    RefreshTokens refreshTokens(Database database) {
        return new RefreshTokens(database);
    }

    @Produces
    @Singleton
    SessionStore sessions(Database database) {
        return new SessionStore(database);
    }

    @Produces
    @Singleton
    CurrentSession currentSession(SessionStore sessions, Clock clock) {
        return new CurrentSession(sessions, clock);
    }

    @Produces
    @Singleton
    Proofs proofs(
            AccessTokens tokens,
            Users users,
            ServiceAccounts accounts,
            PersonalTokens personalTokens,
            SessionStore sessions,
            Clock clock) {
        return new Proofs(tokens, users, accounts, personalTokens, sessions, clock);
    }

    @Produces
    @Singleton
    AccountStore accounts(Database database) {
        return new AccountStore(database);
    }

    @Produces
    @Singleton
    OneTimeLinkStore oneTimeLinks(Database database) {
        return new OneTimeLinkStore(database);
    }

    @Produces
    @Singleton
    Setup setup(Database database, OrganizationStore organizations, UserStore users) {
        return new Setup(new SetupLinkStore(database), organizations, users);
    }

    @Produces
    @Singleton
    Credentials credentials(
            AccountStore accounts, SessionStore sessions, PersonalTokens tokens, OneTimeLinkStore links) {
        return new Credentials(accounts, sessions, tokens, links);
    }

    @Produces
    @Singleton
    People people(
            OrganizationStore organizations,
            UserStore users,
            AccountStore accounts,
            OneTimeLinkStore links,
            Credentials credentials,
            SecondFactors factors,
            AuditLog audit,
            Clock clock) {
        return new People(organizations, users, accounts, links, credentials, factors, audit, clock);
    }

    @Produces
    @Singleton
    Failures failures(Database database, Attempts attempts, AccountStore accounts, AuditLog audit) {
        return new Failures(database, attempts, accounts, audit);
    }

    @Produces
    @Singleton
    SecondFactors secondFactors(SecretBox box, Clock clock) {
        return new SecondFactors(box, clock);
    }

    @Produces
    @Singleton
    SessionStart sessionStart(
            SessionStore sessions,
            CurrentSession current,
            AccountStore accounts,
            Users users,
            AuditLog audit,
            Clock clock) {
        return new SessionStart(sessions, current, accounts, users, audit, clock);
    }

    @Produces
    @Singleton
    Letters letters(Outbox outbox) {
        return new Letters(outbox);
    }

    @Produces
    @Singleton
    Optional<SingleSignOn> singleSignOn(
            Settings settings,
            Database database,
            OrganizationStore organizations,
            UserStore users,
            AccountStore accounts,
            SessionStart start,
            Attempts attempts,
            AuditLog audit,
            Clock clock) {
        var texts = settings.sso();
        var who = new SsoSettings.Who(
                texts.domains(), texts.rolesClaim(), texts.roles(), texts.newUsers(), texts.trustEmail());
        var provider = SsoSettings.of(new SsoSettings.Texts(
                texts.issuer(), texts.clientId(), texts.clientSecret(), texts.name(), texts.organization(), who));
        return Optional.ofNullable(provider)
                .map(it ->
                        new SingleSignOn(it, database, organizations, users, accounts, start, attempts, audit, clock));
    }

    @Produces
    @Singleton
    SignInWay.Source signInWays(Optional<SingleSignOn> sso) {
        return () -> sso.map(SingleSignOn::way).orElse(null);
    }
}
