package blotter.tools.sample;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Statements that only the sample needs.
final class SampleStore {

    /// Whether the organization exists, and so the whole sample, because it is loaded in one transaction.
    boolean isLoaded(Handle handle, String slug) {
        return handle.createQuery("select exists (select from organization where slug = :slug)")
                .bind("slug", slug)
                .mapTo(Boolean.class)
                .one();
    }

    void setPassword(Handle handle, int orgId, String email, String passwordHash) {
        handle.createUpdate("update app_user set password_hash = :hash where org_id = :org and email = :email")
                .bind("org", orgId)
                .bind("email", email)
                .bind("hash", passwordHash)
                .execute();
    }

    UUID serviceAccount(Handle handle, int orgId, String account) {
        return handle.createQuery("""
                        select a.user_id
                          from service_account a join app_user u on u.org_id = a.org_id and u.id = a.user_id
                         where a.org_id = :org and u.first_name = :name""")
                .bind("org", orgId)
                .bind("name", account)
                .mapTo(UUID.class)
                .one();
    }

    String clientId(Handle handle, int orgId, String account) {
        return handle.createQuery("""
                        select a.client_id
                          from service_account a join app_user u on u.org_id = a.org_id and u.id = a.user_id
                         where a.org_id = :org and u.first_name = :name""")
                .bind("org", orgId)
                .bind("name", account)
                .mapTo(String.class)
                .one();
    }

    void insertLinks(Handle handle, int orgId, List<Long> incidents, List<Long> risks) {
        handle.createUpdate("""
                        insert into incident_risk (org_id, number, risk_number)
                        select distinct :org, number, risk
                          from unnest(:incidents, :risks) as l (number, risk)""")
                .bind("org", orgId)
                .bind("incidents", incidents.toArray(Long[]::new))
                .bind("risks", risks.toArray(Long[]::new))
                .execute();
    }

    /// Drops the indexes of large tables, except those of constraints: creating them at the end takes a fraction of
    /// the time of updating them row by row. Returns the statements that create them again; none when the tables
    /// already have rows, so that others do not have to wait.
    List<String> dropIndexes(Handle handle) {
        if (handle.createQuery("select exists (select from incident)")
                .mapTo(Boolean.class)
                .one()) {
            return List.of();
        }
        var indexes = handle.createQuery("""
                        select c.relname as name, pg_get_indexdef(x.indexrelid) as statement
                          from pg_index x join pg_class c on c.oid = x.indexrelid
                         where x.indrelid::regclass::text in ('incident', 'incident_facet', 'incident_text',
                                                              'incident_history', 'incident_comment', 'batch')
                           and not exists (select from pg_constraint k where k.conindid = x.indexrelid)
                         order by c.relname""").mapToMap(String.class).list();
        indexes.forEach(index -> handle.execute("drop index " + index.get("name")));
        return indexes.stream().map(index -> index.get("statement")).toList();
    }

    void createIndexes(Handle handle, List<String> statements) {
        handle.execute("set local maintenance_work_mem = '512MB'");
        statements.forEach(handle::execute);
    }

    void analyze(Handle handle) {
        handle.execute("analyze");
    }
}
