package blotter.register.view;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import blotter.register.view.SavedView.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored views. Users see their own and shared ones.
public final class ViewStore {
    private final Database database;

    public ViewStore(Database database) {
        this.database = database;
    }

    private static SavedView read(ResultSet row) throws SQLException {
        return new SavedView(
                row.getObject("id", UUID.class),
                row.getObject("owner", UUID.class),
                row.getString("register"),
                new Content(
                        row.getString("name"),
                        row.getString("query"),
                        List.of((String[]) row.getArray("columns").getArray()),
                        row.getBoolean("shared")),
                Objects.requireNonNull(PostgresTypes.instant(row, "created_date")),
                Objects.requireNonNull(PostgresTypes.instant(row, "updated_date")));
    }

    List<SavedView> list(int orgId, UUID user, Collection<String> registers) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select id, owner, register, name, query, columns, shared, created_date, updated_date
                          from saved_view
                         where org_id = :org and (owner = :user or shared) and register in (select unnest(:registers))""")
                        .bind("org", orgId)
                        .bind("user", user)
                        .bind("registers", registers.toArray(String[]::new))
                        .map((row, context) -> read(row))
                        .list());
    }

    @Nullable
    SavedView find(int orgId, UUID user, UUID id) {
        return database.jdbi().withHandle(handle -> find(handle, orgId, user, id, ""));
    }

    /// Reads and locks the view.
    @Nullable
    SavedView hold(Handle handle, int orgId, UUID user, UUID id) {
        return find(handle, orgId, user, id, "for update");
    }

    private static @Nullable SavedView find(Handle handle, int orgId, UUID user, UUID id, String lock) {
        return handle.createQuery("""
                        select id, owner, register, name, query, columns, shared, created_date, updated_date
                          from saved_view
                         where org_id = :org and id = :id and (owner = :user or shared)
                           %s""".formatted(lock))
                .bind("org", orgId)
                .bind("id", id)
                .bind("user", user)
                .map((row, context) -> read(row))
                .findOne()
                .orElse(null);
    }

    long owned(Handle handle, int orgId, UUID owner) {
        return handle.createQuery("select count(*) from saved_view where org_id = :org and owner = :owner")
                .bind("org", orgId)
                .bind("owner", owner)
                .mapTo(Long.class)
                .one();
    }

    public void insert(Handle handle, int orgId, SavedView view) {
        var content = view.content();
        handle.createUpdate("""
                        insert into saved_view (org_id, id, owner, register, name, query, columns, shared, created_date, updated_date)
                        values (:org, :id, :owner, :register, :name, :query, :columns, :shared, :created, :updated)""")
                .bind("org", orgId)
                .bind("id", view.id())
                .bind("owner", view.owner())
                .bind("register", view.register())
                .bind("name", content.name())
                .bind("query", content.query())
                .bind("columns", content.columns().toArray(String[]::new))
                .bind("shared", content.shared())
                .bind("created", view.created())
                .bind("updated", view.updated())
                .execute();
    }

    void update(Handle handle, int orgId, SavedView view) {
        var content = view.content();
        handle.createUpdate("""
                        update saved_view
                           set name = :name, query = :query, columns = :columns, shared = :shared, updated_date = :updated
                         where org_id = :org and id = :id""")
                .bind("org", orgId)
                .bind("id", view.id())
                .bind("name", content.name())
                .bind("query", content.query())
                .bind("columns", content.columns().toArray(String[]::new))
                .bind("shared", content.shared())
                .bind("updated", view.updated())
                .execute();
    }

    void delete(Handle handle, int orgId, UUID id) {
        handle.createUpdate("delete from saved_view where org_id = :org and id = :id")
                .bind("org", orgId)
                .bind("id", id)
                .execute();
    }
}
