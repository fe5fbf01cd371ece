package blotter.people.person;

import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored users.
public final class UserStore {
    /// Announced when a user changes.
    public static final String TOPIC = "users";

    private final Database database;
    private final Announcements announcements;

    public UserStore(Database database, Announcements announcements) {
        this.database = database;
        this.announcements = announcements;
    }

    Map<UUID, Member> all(int orgId) {
        var members = new LinkedHashMap<UUID, Member>();
        database.lookups()
                .withHandle(handle -> handle.createQuery("""
                        select id, kind, email, first_name, last_name, icon, active, roles
                          from app_user
                         where org_id = :org
                         order by email""")
                        .bind("org", orgId)
                        .map((row, context) -> member(row))
                        .list())
                .forEach(member -> members.put(member.user().id(), member));
        return members;
    }

    private static Member member(ResultSet row) throws SQLException {
        var roles = new ArrayList<Role>();
        for (var label : (String[]) row.getArray("roles").getArray()) {
            var role = Role.fromLabel(label);
            if (role != null) {
                roles.add(role);
            }
        }
        var user = new User(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("icon"));
        var kind = Member.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        return new Member(user, kind, row.getBoolean("active"), List.copyOf(roles));
    }

    /// Adds a user; false when the organization already has the email.
    public boolean insert(Handle handle, int orgId, Member member, @Nullable String passwordHash) {
        var user = member.user();
        int inserted = handle.createUpdate("""
                        insert into app_user (org_id, id, kind, email, first_name, last_name, icon, active, roles, password_hash)
                        values (:org, :id, :kind, :email, :first, :last, :icon, :active, :roles, :password)
                        on conflict do nothing""")
                .bind("org", orgId)
                .bind("id", user.id())
                .bind("kind", member.kind().label())
                .bind("email", user.email())
                .bind("first", user.firstName())
                .bind("last", user.lastName())
                .bind("icon", user.icon())
                .bind("active", member.active())
                .bind("roles", member.roles().stream().map(Role::label).toArray(String[]::new))
                .bind("password", passwordHash)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        return inserted == 1;
    }

    /// Whether the organization has a service account with exactly this name.
    public boolean hasServiceAccount(Handle handle, int orgId, String name) {
        return handle.createQuery("""
                        select exists (select from app_user u join service_account a
                                                        on a.org_id = u.org_id and a.user_id = u.id
                                        where u.org_id = :org and u.first_name = :name)""")
                .bind("org", orgId)
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    /// Reads the user from the database, not from the cache; null when there is none.
    public @Nullable Member read(Handle handle, int orgId, UUID id) {
        return handle.createQuery("""
                        select id, kind, email, first_name, last_name, icon, active, roles
                          from app_user
                         where org_id = :org and id = :id""")
                .bind("org", orgId)
                .bind("id", id)
                .map((row, context) -> member(row))
                .findOne()
                .orElse(null);
    }

    /// Updates a person; false when another user of the organization has the email.
    public boolean updatePerson(Handle handle, int orgId, Member member) {
        var user = member.user();
        int updated = handle.createUpdate("""
                        update app_user
                           set email = :email, first_name = :first, last_name = :last, active = :active, roles = :roles
                         where org_id = :org and id = :id and kind = 'person'
                           and not exists (select from app_user o
                                            where o.org_id = :org and lower(o.email) = lower(:email) and o.id <> :id)""")
                .bind("email", user.email())
                .bind("first", user.firstName())
                .bind("last", user.lastName())
                .bind("active", member.active())
                .bind("roles", member.roles().stream().map(Role::label).toArray(String[]::new))
                .bind("org", orgId)
                .bind("id", user.id())
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        return updated == 1;
    }

    /// Updates the user of a service account.
    public void change(Handle handle, int orgId, UUID id, String name, List<Role> roles, boolean active) {
        handle.createUpdate("""
                        update app_user
                           set first_name = :name, roles = :roles, active = :active
                         where org_id = :org and id = :id and kind = 'service_account'""")
                .bind("name", name)
                .bind("roles", roles.stream().map(Role::label).toArray(String[]::new))
                .bind("active", active)
                .bind("org", orgId)
                .bind("id", id)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
    }

    public void setActive(Handle handle, int orgId, UUID id, boolean active) {
        handle.createUpdate("update app_user set active = :active where org_id = :org and id = :id")
                .bind("active", active)
                .bind("org", orgId)
                .bind("id", id)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
    }
}
