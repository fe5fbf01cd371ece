package blotter.bench;

import blotter.people.authentication.ServiceAccounts;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The register that is measured: like the floor's, in Blotter's own tables.
final class RegisterStore {
    /// The organization that is measured.
    static final String LARGE = "bench-1";
    /// The one that grows: what is created must not change what the other cases measure.
    static final String GROWING = "bench-new";

    private static final int SMALL_ORGANIZATIONS = 10;
    private static final int SMALL = 1_000;
    private static final int CHUNK = 100_000;

    private final Database database;
    private final OrganizationStore organizations;
    private final ServiceAccounts accounts;

    RegisterStore(Database database) {
        var announcements = new Announcements(database);
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        this.accounts = new ServiceAccounts(database, new UserStore(database, announcements), announcements);
    }

    /// Whether the database has a register of this size, and the floor, both whole.
    boolean isLoaded(int incidents) {
        return database.jdbi().withHandle(handle -> {
            var query = handle.createQuery("select coalesce(obj_description('incident'::regclass), '') = :size");
            return query.bind("size", marker(incidents)).mapTo(Boolean.class).one();
        });
    }

    private static String marker(int incidents) {
        return "benchmark of %d incidents".formatted(incidents);
    }

    void load(int incidents, PrintStream progress) {
        database.jdbi().useHandle(handle -> {
            // A tenth of the time that it takes with the index there.
            var indexes = dropSearchIndexes(handle);
            handle.execute("set synchronous_commit = off");
            organization(handle, LARGE, incidents, progress);
            for (int i = 0; i < SMALL_ORGANIZATIONS; i++) {
                organization(handle, "bench-" + (i + 2), SMALL, progress);
            }
            organization(handle, GROWING, SMALL, progress);
            progress.println("  indexes for search …");
            indexes.forEach(handle::execute);
            handle.execute("set synchronous_commit = on");
            handle.execute("vacuum analyze");
            handle.execute("comment on table incident is '%s'".formatted(marker(incidents)));
        });
    }

    private static List<String> dropSearchIndexes(Handle handle) {
        record Index(String name, String definition) {}
        var indexes = handle.createQuery("""
                        select indexname, indexdef
                          from pg_indexes
                         where schemaname = current_schema() and tablename like 'incident%' and indexdef like '% USING gin %'""")
                .map((row, context) -> new Index(row.getString("indexname"), row.getString("indexdef")))
                .list();
        indexes.forEach(index -> handle.execute("drop index " + index.name));
        return indexes.stream().map(Index::definition).toList();
    }

    private void organization(Handle handle, String slug, int incidents, PrintStream progress) {
        int orgId = Objects.requireNonNull(organizations.create(handle, slug, "Benchmark " + slug))
                .id();
        handle.createUpdate("""
                        insert into app_user (org_id, id, kind, email, first_name, last_name, roles)
                        select :org, md5('user' || n)::uuid, 'person', 'user' || n || '@' || :slug || '.example', 'User', n::text, '{Editor}'
                          from generate_series(0, 49) n""").bind("org", orgId).bind("slug", slug).execute();
        handle.createUpdate("""
                        insert into tag (org_id, id, content, content_key, creator_id)
                        select :org, md5('tag' || n)::uuid, 'tag ' || n, 'tag ' || n, md5('user0')::uuid
                          from generate_series(0, 299) n""").bind("org", orgId).execute();
        handle.createUpdate("""
                        insert into risk (org_id, number, title, description, status, opened_by, updated_by,
                               discovered_date, created_date, updated_date)
                        select :org, n, 'Risk ' || n, 'What may happen, and why.', 'New', md5('user0')::uuid, md5('user0')::uuid,
                               now(), now(), now()
                          from generate_series(1, 200) n""").bind("org", orgId).execute();
        for (int from = 1; from <= incidents; from += CHUNK) {
            int to = Math.min(incidents, from + CHUNK - 1);
            incidents(handle, orgId, from, to);
            if (incidents > SMALL) {
                progress.printf(Locale.ROOT, "  %,d of %,d incidents%n", to, incidents);
            }
        }
        handle.createUpdate("update organization_counter set incidents = :incidents, risks = 200 where org_id = :org")
                .bind("org", orgId)
                .bind("incidents", incidents)
                .execute();
    }

    private static void incidents(Handle handle, int orgId, int from, int to) {
        handle.createUpdate("""
                        insert into incident (org_id, number, title, description, status, severity, severity_reasoning, source,
                               assigned_to, opened_by, updated_by, occurred_date, detected_date, responded_date,
                               contained_date, closed_date, created_date, updated_date, tag_ids, threat_objectives, comment_count)
                        select :org, n, 'Incident ' || n || ': ' || titles[1 + (h >> 4) % cardinality(titles)],
                               sentences[1 + h % 64] || sentences[1 + (h >> 6) % 64] || sentences[1 + (h >> 12) % 64]
                                   || sentences[1 + (h >> 18) % 64] || names[1 + (h >> 9) % cardinality(names)]
                                   || lpad((n % :hosts)::text, 4, '0') || '.',
                               (array['New', 'In Progress', 'Review', 'Closed'])[1 + n % 4]::incident_status,
                               (array['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5'])[1 + (n / 3) % 5]::incident_severity,
                               'Why it is so severe.', (array['SIEM', 'Employee Report', 'Third Party'])[1 + (n / 7) % 3],
                               md5('user' || n % 50)::uuid, md5('user' || (n / 5) % 50)::uuid, md5('user' || (n / 5) % 50)::uuid,
                               t - (h % 100000) * interval '1 second', t, t + (h % 10000) * interval '1 second',
                               case when h % 3 > 0 then t + (h % 300000) * interval '1 second' end,
                               case when n % 4 = 3 then t + (h % 3000000) * interval '1 second' end, t, t,
                               array[md5('tag' || n % 300)::uuid, md5('tag' || (n * 31 + 97) % 300)::uuid, md5('tag' || (n * 57 + 13) % 300)::uuid],
                               '[{"threat_objective": "Extortion", "relevance": "High", "created_date": "2026-01-01T00:00:00Z"}]',
                               n % 2
                          from (select n::bigint as n, hashint8(n) & 2147483647 as h, now() - n * interval '1 minute' as t
                                  from generate_series(:from, :to) n) i,
                               (select :titles::text[] as titles, :sentences::text[] as sentences, :names::text[] as names) v""")
                .bind("org", orgId)
                .bind("from", from)
                .bind("to", to)
                .bind("hosts", Vocabulary.HOSTS)
                .bind("titles", Vocabulary.titles())
                .bind("sentences", Vocabulary.sentences())
                .bind("names", Vocabulary.names())
                .execute();
        handle.createUpdate("""
                        insert into incident_risk (org_id, number, risk_number)
                        select :org, n, 1 + (n * 13 + k * 7) % 200
                          from generate_series(:from::bigint, :to) n, generate_series(1, 2) k""")
                .bind("org", orgId)
                .bind("from", from)
                .bind("to", to)
                .execute();
    }

    /// Makes an organization whose incidents have the longest texts.
    void loadTexts(int incidents, int length) {
        database.jdbi().useHandle(handle -> {
            int orgId = Objects.requireNonNull(organizations.create(handle, LARGE, "Soak"))
                    .id();
            handle.createUpdate("""
                            insert into app_user (org_id, id, kind, email, first_name, last_name, roles)
                            values (:org, md5('user0')::uuid, 'person', 'user0@soak.example', 'User', '0', '{Editor}')""").bind("org", orgId).execute();
            handle.createUpdate("""
                            insert into incident (org_id, number, title, description, status, severity_reasoning, opened_by,
                                   updated_by, detected_date, created_date, updated_date, tag_ids, threat_objectives, comment_count)
                            select :org, n, 'Incident ' || n, repeat('d', :length), 'New', repeat('r', :length), md5('user0')::uuid,
                                   md5('user0')::uuid, now(), now(), now(), '{}', '[]', 0
                              from generate_series(1, :incidents::bigint) n""")
                    .bind("org", orgId)
                    .bind("length", length)
                    .bind("incidents", incidents)
                    .execute();
            handle.createUpdate("""
                            insert into incident_comment (org_id, number, id, user_id, value, created_date)
                            select :org, 1, md5('comment' || n)::uuid, md5('user0')::uuid, repeat('c', :length), now()
                              from generate_series(1, :incidents::bigint) n""")
                    .bind("org", orgId)
                    .bind("length", length)
                    .bind("incidents", incidents)
                    .execute();
            handle.createUpdate("""
                            insert into incident_history (org_id, number, at, actor, via, kind, changes)
                            select :org, 1, now(), md5('user0')::uuid, 'api', 'changed',
                                   jsonb_build_object('description', jsonb_build_array(repeat('a', :length), repeat('b', :length)))
                              from generate_series(1, :incidents::bigint) n""")
                    .bind("org", orgId)
                    .bind("length", length)
                    .bind("incidents", incidents)
                    .execute();
            handle.createUpdate("update organization_counter set incidents = :incidents where org_id = :org")
                    .bind("org", orgId)
                    .bind("incidents", incidents)
                    .execute();
            handle.execute("vacuum analyze");
        });
    }

    /// A new service account, since of an older one only the hash of its secret is there.
    ServiceAccounts.Credentials serviceAccount(String slug) {
        return serviceAccount(slug, Role.EDITOR);
    }

    ServiceAccounts.Credentials serviceAccount(String slug, Role role) {
        Organization organization = Objects.requireNonNull(organizations.find(slug));
        return database.jdbi()
                .inTransaction(handle -> Objects.requireNonNull(accounts.create(
                        handle, organization.id(), slug, "Benchmark of " + Instant.now(), List.of(role))));
    }

    /// The ids of the people that incidents are assigned to.
    List<UUID> people() {
        return ids(
                "select id from app_user where org_id = (select org_id from organization where slug = :slug) and kind = 'person'");
    }

    List<UUID> tags() {
        return ids(
                "select id from tag where org_id = (select org_id from organization where slug = :slug) and content like 'tag %'");
    }

    private List<UUID> ids(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql)
                        .bind("slug", LARGE)
                        .mapTo(UUID.class)
                        .list());
    }

    /// When the incident of this number was detected.
    Instant detected(long number) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select detected_date
                          from incident
                         where org_id = (select org_id from organization where slug = :slug) and number = :number""")
                        .bind("slug", LARGE)
                        .bind("number", number)
                        .mapTo(Instant.class)
                        .one());
    }

    String version() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select current_setting('server_version')")
                        .mapTo(String.class)
                        .one());
    }

    /// Brings both registers back to what they were before patches: three tags, nothing dead in the
    /// tables, and a checkpoint behind them. Else a case would pay for the one before it, and the floor
    /// for the service.
    void tidy() {
        database.jdbi().useHandle(handle -> {
            handle.execute(
                    "update incident set tag_ids = trim_array(tag_ids, cardinality(tag_ids) - 3) where cardinality(tag_ids) > 3");
            handle.execute(
                    "update floor.incident set tag_ids = trim_array(tag_ids, cardinality(tag_ids) - 3) where cardinality(tag_ids) > 3");
            handle.execute("vacuum analyze incident, incident_history, batch, floor.incident, floor.incident_history");
            handle.execute("checkpoint");
        });
    }
}
