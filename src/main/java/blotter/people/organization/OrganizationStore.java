package blotter.people.organization;

import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.OrganizationCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored organizations, with their settings and sources.
public final class OrganizationStore {
    /// Announced when an organization or its sources change.
    public static final String TOPIC = "organization";

    private static final List<String> INCIDENT_SOURCES = List.of(
            "SIEM",
            "Managed Detection and Response (MDR)",
            "Endpoint Detection (EDR)",
            "Email Security",
            "Cloud Security",
            "Employee Report",
            "Customer Report",
            "Third Party",
            "Bug Bounty",
            "Threat Intelligence",
            "Law Enforcement",
            "Other");
    private static final List<String> RISK_SOURCES = List.of(
            "Attack Surface Monitoring",
            "Vulnerability Scan",
            "Penetration Test",
            "Bug Bounty",
            "Audit",
            "Risk Assessment",
            "Incident",
            "Third Party",
            "Self-reported",
            "Other");

    private final Database database;
    private final Announcements announcements;
    private final OrganizationCache<Organization> organizations;
    private final OrganizationCache<List<Source>> incidentSources;
    private final OrganizationCache<List<Source>> riskSources;
    private final OrganizationCache<SlaDays> slaDays;

    public OrganizationStore(Database database, Announcements announcements) {
        this.database = database;
        this.announcements = announcements;
        this.organizations = announcements.keep(TOPIC, new OrganizationCache<>(this::load));
        this.incidentSources =
                announcements.keep(TOPIC, new OrganizationCache<>(orgId -> loadSources(orgId, "incident")));
        this.riskSources = announcements.keep(TOPIC, new OrganizationCache<>(orgId -> loadSources(orgId, "risk")));
        this.slaDays = announcements.keep(TOPIC, new OrganizationCache<>(this::loadSlaDays));
    }

    public Organization get(int orgId) {
        return organizations.get(orgId);
    }

    /// The sources of incidents, in the organization's order.
    public List<Source> incidentSources(int orgId) {
        return incidentSources.get(orgId);
    }

    /// The sources of risks, in the organization's order.
    public List<Source> riskSources(int orgId) {
        return riskSources.get(orgId);
    }

    /// The organization's SLA for risks.
    public SlaDays slaDays(int orgId) {
        return slaDays.get(orgId);
    }

    private SlaDays loadSlaDays(int orgId) {
        return database.lookups()
                .withHandle(handle -> handle.createQuery("""
                        select settings ->> 'risk_sla_days'
                          from organization
                         where org_id = :org""")
                        .bind("org", orgId)
                        .map((row, context) -> SlaDays.ofStored(row.getString(1)))
                        .one());
    }

    private Organization load(int orgId) {
        return database.lookups()
                .withHandle(handle -> handle.createQuery(
                                "select org_id, id, slug, name from organization where org_id = :org")
                        .bind("org", orgId)
                        .map((row, context) -> organization(row))
                        .one());
    }

    private static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                row.getInt("org_id"), row.getObject("id", UUID.class), row.getString("slug"), row.getString("name"));
    }

    private List<Source> loadSources(int orgId, String register) {
        return database.lookups()
                .withHandle(handle -> handle.createQuery("""
                        select name, active
                          from source
                         where org_id = :org and register = :register
                         order by position""")
                        .bind("org", orgId)
                        .bind("register", register)
                        .map((row, context) -> new Source(row.getString("name"), row.getBoolean("active")))
                        .list());
    }

    public @Nullable Organization find(String slug) {
        var id = database.lookups()
                .withHandle(handle -> handle.createQuery("select org_id from organization where slug = :slug")
                        .bind("slug", slug)
                        .mapTo(Integer.class)
                        .findOne());
        return id.map(this::load).orElse(null);
    }

    public List<String> slugs() {
        return database.lookups()
                .withHandle(handle -> handle.createQuery("select slug from organization order by slug")
                        .mapTo(String.class)
                        .list());
    }

    public void update(Handle handle, int orgId, String name, SlaDays days) {
        handle.createUpdate("""
                        update organization
                           set name = :name, settings = jsonb_set(settings, '{risk_sla_days}', :days::jsonb)
                         where org_id = :org""")
                .bind("org", orgId)
                .bind("name", name)
                .bind("days", days.stored())
                .execute();
        announcements.changed(handle, TOPIC, orgId);
    }

    /// An organization with its settings.
    public record WithSettings(Organization organization, SlaDays days) {}

    /// Reads the settings and locks them until the transaction ends, so that changes are serialized.
    public WithSettings held(Handle handle, int orgId) {
        return handle.createQuery("""
                        select org_id, id, slug, name, settings ->> 'risk_sla_days' as days
                          from organization
                         where org_id = :org
                           for no key update""")
                .bind("org", orgId)
                .map((row, context) -> new WithSettings(organization(row), SlaDays.ofStored(row.getString("days"))))
                .one();
    }

    /// Locks the organization until the transaction ends, so that changes of users and roles are serialized.
    public void lock(Handle handle, int orgId) {
        handle.createQuery("select org_id from organization where org_id = :org for no key update")
                .bind("org", orgId)
                .mapTo(Integer.class)
                .one();
    }

    public boolean hasAny() {
        return database.lookups().withHandle(handle -> hasAny(handle));
    }

    public boolean hasAny(Handle handle) {
        return handle.createQuery("select exists (select from organization)")
                .mapTo(Boolean.class)
                .one();
    }

    /// Creates an organization with the default sources; null when the slug is taken.
    public @Nullable Organization create(Handle handle, String slug, String name) {
        var created = handle.createQuery("""
                        insert into organization (slug, name)
                        values (:slug, :name)
                        on conflict do nothing
                        returning org_id, id""")
                .bind("slug", slug)
                .bind("name", name)
                .map((row, context) ->
                        new Organization(row.getInt("org_id"), row.getObject("id", UUID.class), slug, name))
                .findOne()
                .orElse(null);
        if (created == null) {
            return null;
        }
        handle.createUpdate("insert into organization_counter (org_id) values (:org)")
                .bind("org", created.id())
                .execute();
        insertSources(handle, created.id(), "incident", INCIDENT_SOURCES);
        insertSources(handle, created.id(), "risk", RISK_SOURCES);
        return created;
    }

    private static void insertSources(Handle handle, int orgId, String register, List<String> names) {
        handle.createUpdate("""
                        insert into source (org_id, register, name, position)
                        select :org, :register, name, position
                          from unnest(:names) with ordinality as s (name, position)""")
                .bind("org", orgId)
                .bind("register", register)
                .bind("names", names.toArray(String[]::new))
                .execute();
    }
}
