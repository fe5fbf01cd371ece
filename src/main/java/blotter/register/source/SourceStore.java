package blotter.register.source;

import blotter.people.organization.OrganizationStore;
import blotter.people.organization.Source;
import blotter.platform.database.Announcements;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Replaces a register's list of sources.
public final class SourceStore {
    private final Announcements announcements;

    public SourceStore(Announcements announcements) {
        this.announcements = announcements;
    }

    /// A source with its number of entries.
    record Use(String name, long entries) {}

    /// Locks the organization's lists, so that replacements are serialized.
    void hold(Handle handle, int orgId) {
        handle.createQuery("select org_id from organization where org_id = :org for no key update")
                .bind("org", orgId)
                .mapTo(Integer.class)
                .one();
    }

    /// The sources in use that are missing from this list.
    ///
    /// @param entries the table with an index on the source of entries
    List<Use> missing(Handle handle, int orgId, String register, String entries, List<Source> sources) {
        return handle.createQuery("""
                        select u.name, u.uses
                          from (select s.name, s.position,
                                       (select count(*) from %s e where e.org_id = :org and e.source = s.name) as uses
                                  from source s
                                 where s.org_id = :org and s.register = :register
                                   and s.name not in (select unnest(:names))) u
                         where u.uses > 0
                         order by u.position""".formatted(entries))
                .bind("org", orgId)
                .bind("register", register)
                .bind("names", sources.stream().map(Source::name).toArray(String[]::new))
                .map((row, context) -> new Use(row.getString("name"), row.getLong("uses")))
                .list();
    }

    /// Replaces the list.
    void replace(Handle handle, int orgId, String register, List<Source> sources) {
        handle.createUpdate("""
                        with given as (
                            select name, active::boolean, position
                              from unnest(:names, :actives) with ordinality as g (name, active, position)),
                        gone as (
                            delete from source s
                             where s.org_id = :org and s.register = :register and s.name not in (select name from given))
                        insert into source (org_id, register, name, active, position)
                        select :org, :register, name, active, position from given
                            on conflict (org_id, register, name)
                            do update set active = excluded.active, position = excluded.position""")
                .bind("org", orgId)
                .bind("register", register)
                .bind("names", sources.stream().map(Source::name).toArray(String[]::new))
                .bind(
                        "actives",
                        sources.stream()
                                .map(source -> Boolean.toString(source.active()))
                                .toArray(String[]::new))
                .execute();
        announcements.changed(handle, OrganizationStore.TOPIC, orgId);
    }
}
