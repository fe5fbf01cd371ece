package blotter.app.server;

import blotter.people.authentication.Proofs;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Users;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
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
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.stream.Collectors;

/// Creates the objects of `blotter.register`, which do not depend on injection.
@Singleton
class RegisterWiring {
    private static final int EVENT_STREAMS = 1_000;

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
