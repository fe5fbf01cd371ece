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
import blotter.platform.http.BodyTime;
import blotter.platform.http.ConnectionLimits;
import blotter.platform.http.Memory;
import blotter.platform.http.PublicAddress;
import blotter.platform.http.TrustedProxies;
import blotter.platform.idempotency.Writes;
import blotter.platform.mail.Outbox;
import blotter.platform.secret.SecretBox;
import blotter.platform.secret.SecretKeys;
import blotter.platform.secret.SecretStore;
import blotter.register.change.BatchStore;
import blotter.register.change.Derivation;
import blotter.register.change.Links;
import blotter.register.change.Retagging;
import blotter.register.entry.Engine;
import blotter.register.entry.RegisterListGrammar;
import blotter.register.entry.Registers;
import blotter.register.feed.Feed;
import blotter.register.feed.FeedStore;
import blotter.register.follow.FollowerStore;
import blotter.register.incident.Incidents;
import blotter.register.metrics.MetricsStore;
import blotter.register.metrics.RiskCountsStore;
import blotter.register.risk.RiskRules;
import blotter.register.risk.Risks;
import blotter.register.source.SourceStore;
import blotter.register.tag.Tags;
import blotter.register.tagging.TagUses;
import blotter.register.view.ListGrammars;
import blotter.register.view.ViewStore;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes what the resources are given. Nothing below the resources knows of injection.
@Singleton
class Wiring {
    private static final int POOL_SIZE = 20;
    private static final int MAX_IDS = 1_000;
    private static final int SEAL_SECONDS = 10;
    private static final int BODY_SECONDS = 20;
    private static final int FAILURES_PER_ADDRESS = 30;
    private static final int EVENT_STREAMS = 1_000;
    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(5);
    private static final int BYTES_EACH = 160 * 1024;
    private static final int MOST_CONNECTIONS = 20_000;

    /// Makes at the start what would else be made, on the thread that serves all, by the first request; and what cannot
    /// be made then stops the start.
    void start(
            @Observes StartupEvent start,
            Database database,
            Announcements announcements,
            AccessTokens tokens,
            PublicAddress address,
            Optional<SingleSignOn> sso,
            Outbox outbox,
            Sealing sealing,
            ConnectionLimits connections,
            Feed feed) {}

    @Produces
    @Singleton
    Database database(Settings settings) {
        var at = settings.database();
        return Database.open(new Database.Settings(
                at.url(),
                at.user().orElse(""),
                at.password().orElse(""),
                at.poolSize().orElse(POOL_SIZE)));
    }

    void close(@Disposes Database database) {
        database.close();
    }

    @Produces
    @Singleton
    Announcements announcements(Database database) {
        var announcements = new Announcements(database);
        announcements.start();
        return announcements;
    }

    void close(@Disposes Announcements announcements) {
        announcements.close();
    }

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /// For what measures how long something takes: it goes forward only, which a clock does not.
    @Produces
    @Singleton
    @DefaultBean
    Ticker ticker() {
        return Ticker.systemTicker();
    }

    @Produces
    @Singleton
    Limits limits(Settings settings) {
        return new Limits(settings.bulk().maxIds().orElse(MAX_IDS));
    }

    @Produces
    @Singleton
    TrustedProxies proxies(Settings settings) {
        return settings.trustedProxies()
                .map(list -> {
                    try {
                        return TrustedProxies.parse(list);
                    } catch (IllegalArgumentException e) {
                        throw new StartupFailure("BLOTTER_TRUSTED_PROXIES: " + e.getMessage());
                    }
                })
                .orElse(TrustedProxies.NONE);
    }

    @Produces
    @Singleton
    Memory memory(Settings settings) {
        var megabytes = settings.limits().memoryMegabytes();
        return Memory.of(megabytes.isPresent() ? (long) megabytes.getAsInt() << 20 : HEAP / 5 * 2, MEMORY_PATIENCE);
    }

    @Produces
    @Singleton
    ConnectionLimits connections(Settings settings, TrustedProxies proxies) {
        // So that all of them together, each with as long an address and headers as it may send, leave most of the
        // heap.
        int most =
                settings.limits().connections().orElse(Math.toIntExact(Math.min(HEAP / BYTES_EACH, MOST_CONNECTIONS)));
        return new ConnectionLimits(
                most, settings.limits().connectionsPerAddress().orElse(Math.max(1, most / 4)), proxies);
    }

    @Produces
    @Singleton
    BodyTime bodyTime(Settings settings) {
        return new BodyTime(Duration.ofSeconds(settings.limits().bodySeconds().orElse(BODY_SECONDS)));
    }

    @Produces
    @Singleton
    AuditLog auditLog(Database database, Clock clock) {
        return new AuditLog(database, clock);
    }

    @Produces
    @Singleton
    Sealing sealing(Settings settings, Database database, Clock clock) {
        var sealing = new Sealing(
                database,
                clock,
                forwarding(settings.audit(), database),
                Duration.ofSeconds(settings.audit().sealSeconds().orElse(SEAL_SECONDS)));
        sealing.start();
        return sealing;
    }

    void close(@Disposes Sealing sealing) {
        sealing.close();
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
    OrganizationStore organizations(Database database, Announcements announcements) {
        return new OrganizationStore(database, announcements);
    }

    @Produces
    @Singleton
    SourceStore sources(Announcements announcements) {
        return new SourceStore(announcements);
    }

    @Produces
    @Singleton
    FollowerStore followers(Database database) {
        return new FollowerStore(database);
    }

    @Produces
    @Singleton
    ViewStore views(Database database) {
        return new ViewStore(database);
    }

    @Produces
    @Singleton
    ListGrammars lists(Registers registers) {
        return new ListGrammars(registers.all().stream()
                .collect(Collectors.toMap(engine -> engine.kind().register().plural(), RegisterListGrammar::new)));
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
    Tags tags(Database database, OrganizationStore organizations, Announcements announcements) {
        return new Tags(database, organizations, announcements);
    }

    @Produces
    @Singleton
    Retagging retagging(Registers registers, Tags tags, Clock clock) {
        var changes = registers.all().stream().map(Engine::changes).toList();
        return new Retagging(changes, tags, clock);
    }

    @Produces
    @Singleton
    TagUses tagUses(Database database) {
        return new TagUses(database);
    }

    @Produces
    @Singleton
    MetricsStore metrics(Database database) {
        return new MetricsStore(database);
    }

    @Produces
    @Singleton
    RiskCountsStore riskCounts(Database database) {
        return new RiskCountsStore(database);
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
    SecretBox secretBox(Settings settings, Database database) {
        var at = settings.secret();
        var box = new SecretBox(
                SecretKeys.of(at.key().orElse(null), at.keyFile().map(Path::of).orElse(null)));
        new SecretStore(database, box).admit();
        return box;
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
    PublicAddress publicAddress(Settings settings) {
        return PublicAddress.of(settings.publicUrl());
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
    Feed feed(Settings settings, Database database, Registers registers, Users users, Proofs proofs) {
        var limits = Feed.Limits.of(settings.limits().eventStreams().orElse(EVENT_STREAMS));
        var kinds = registers.all().stream().map(Engine::kind).toList();
        var feed = new Feed(new FeedStore(database), kinds, users, proofs::callers, limits);
        feed.start();
        return feed;
    }

    void close(@Disposes Feed feed) {
        feed.close();
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
    @DefaultBean
    Outbox outbox(Vertx vertx, Settings settings) {
        return SmtpOutbox.of(vertx, settings.smtp());
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
        var of = settings.sso();
        var who = new SsoSettings.Who(of.domains(), of.rolesClaim(), of.roles(), of.newUsers(), of.trustEmail());
        var provider = SsoSettings.of(new SsoSettings.Texts(
                of.issuer(), of.clientId(), of.clientSecret(), of.name(), of.organization(), who));
        return Optional.ofNullable(provider)
                .map(it ->
                        new SingleSignOn(it, database, organizations, users, accounts, start, attempts, audit, clock));
    }

    @Produces
    @Singleton
    SignInWay.Source signInWays(Optional<SingleSignOn> sso) {
        return () -> sso.map(SingleSignOn::way).orElse(null);
    }

    @Produces
    @Singleton
    Writes writes(Database database) {
        return new Writes(database);
    }

    @Produces
    @Singleton
    Registers registers(Database database, Users users, Tags tags, OrganizationStore organizations, Clock clock) {
        return new Registers(
                new Engine(
                        Incidents.KIND,
                        database,
                        users,
                        tags,
                        organizations::incidentSources,
                        orgId -> Derivation.NONE,
                        clock),
                new Engine(
                        Risks.KIND,
                        database,
                        users,
                        tags,
                        organizations::riskSources,
                        orgId -> new RiskRules(organizations.slaDays(orgId)),
                        clock));
    }

    @Produces
    @Singleton
    Links links(Clock clock) {
        return new Links(Incidents.REGISTER, Risks.REGISTER, clock);
    }

    @Produces
    @Singleton
    BatchStore batches(Database database) {
        return new BatchStore(database);
    }
}
