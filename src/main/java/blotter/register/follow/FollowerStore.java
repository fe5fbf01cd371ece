package blotter.register.follow;

import blotter.platform.database.Database;
import blotter.register.change.Register;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored followers. Those of a deleted entry are kept, but hidden.
public final class FollowerStore {
    private final Database database;

    public FollowerStore(Database database) {
        this.database = database;
    }

    /// The entry's followers, in the order in which they started; null when the entry does not exist.
    public @Nullable List<UUID> followers(int orgId, Register register, long number) {
        // Starts from the entry, to distinguish one without followers from one that does not exist.
        var rows = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select f.user_id
                          from %s i
                          left join follower f on f.org_id = i.org_id and f.register = :register and f.number = i.number
                         where i.org_id = :org and i.number = :number
                         order by f.created_date, f.user_id""".formatted(register.name()))
                        .bind("org", orgId)
                        .bind("register", register.name())
                        .bind("number", number)
                        .map((row, context) -> {
                            var user = row.getObject("user_id", UUID.class);
                            return user == null ? List.<UUID>of() : List.of(user);
                        })
                        .list());
        return rows.isEmpty() ? null : rows.stream().flatMap(List::stream).toList();
    }

    /// Adds a follower; false when the entry does not exist.
    public boolean follow(Handle handle, int orgId, Register register, long number, UUID user) {
        return handle.createQuery("""
                        with entry as (
                            select number from %s where org_id = :org and number = :number for key share),
                        followed as (
                            insert into follower (org_id, register, number, user_id)
                            select :org, :register, number, :user from entry
                                on conflict do nothing)
                        select exists (select from entry)""".formatted(register.name()))
                .bind("org", orgId)
                .bind("register", register.name())
                .bind("number", number)
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
    }

    /// Removes a follower; false when the entry does not exist.
    boolean unfollow(Handle handle, int orgId, Register register, long number, UUID user) {
        return handle.createQuery("""
                        with unfollowed as (
                            delete from follower
                             where org_id = :org and register = :register and number = :number and user_id = :user)
                        select exists (select from %s where org_id = :org and number = :number)""".formatted(register.name()))
                .bind("org", orgId)
                .bind("register", register.name())
                .bind("number", number)
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
    }
}
