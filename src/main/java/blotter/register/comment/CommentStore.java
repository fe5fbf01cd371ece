package blotter.register.comment;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import blotter.register.change.Register;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored comments of a register. Those of a deleted entry are kept, but hidden.
public final class CommentStore {
    private static final int FETCH_SIZE = 50;

    private final Database database;
    private final Register register;

    public CommentStore(Database database, Register register) {
        this.database = database;
        this.register = register;
    }

    /// Reads the entry's comments, oldest first, a few at a time; false when the entry does not exist.
    boolean each(int orgId, long number, Consumer<Comment> comments) {
        // Starts from the entry, to distinguish one without comments from one that does not exist.
        return database.jdbi().inTransaction(handle -> {
            try (var rows = handle
                    .createQuery("""
                        select c.id, c.user_id, c.value, c.created_date, c.edited_date
                          from %1$s i
                          left join %1$s_comment c on c.org_id = i.org_id and c.number = i.number
                         where i.org_id = :org and i.number = :number
                         order by c.created_date, c.id""".formatted(register.name()))
                    .bind("org", orgId)
                    .bind("number", number)
                    .setFetchSize(FETCH_SIZE)
                    .map((row, context) ->
                            row.getObject("id") == null ? Optional.<Comment>empty() : Optional.of(read(row)))
                    .stream()) {
                boolean found = false;
                for (var row : (Iterable<Optional<Comment>>) rows::iterator) {
                    found = true;
                    row.ifPresent(comments);
                }
                return found;
            }
        });
    }

    private static Comment read(ResultSet row) throws SQLException {
        return new Comment(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("value"),
                Objects.requireNonNull(PostgresTypes.instant(row, "created_date")),
                PostgresTypes.instant(row, "edited_date"));
    }

    /// Changes the entry's count of comments, which also locks the entry; false when it does not exist. Its version
    /// and date do not change.
    boolean count(Handle handle, int orgId, long number, int more) {
        return handle.createUpdate("""
                        update %s set comment_count = comment_count + :more
                         where org_id = :org and number = :number""".formatted(register.name()))
                        .bind("more", more)
                        .bind("org", orgId)
                        .bind("number", number)
                        .execute()
                == 1;
    }

    /// Reads the comment and locks its entry; null when there is no such entry or comment.
    @Nullable
    Comment hold(Handle handle, int orgId, long number, UUID id) {
        return handle.createQuery("""
                        select c.id, c.user_id, c.value, c.created_date, c.edited_date
                          from %1$s i
                          join %1$s_comment c on c.org_id = i.org_id and c.number = i.number
                         where i.org_id = :org and i.number = :number and c.id = :id
                           for update""".formatted(register.name()))
                .bind("org", orgId)
                .bind("number", number)
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne()
                .orElse(null);
    }

    /// Inserts comments for the entries with the numbers at the same positions, which must be locked and counted.
    public void insert(Handle handle, int orgId, List<Long> numbers, List<Comment> comments) {
        if (comments.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into %s_comment (org_id, number, id, user_id, value, created_date)
                        select :org, number, id, author, value, created::timestamptz
                          from unnest(:numbers, :ids, :authors, :values, :created)
                            as c (number, id, author, value, created)""".formatted(register.name()))
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .bind("ids", comments.stream().map(Comment::id).toArray(UUID[]::new))
                .bind("authors", comments.stream().map(Comment::author).toArray(UUID[]::new))
                .bind("values", comments.stream().map(Comment::value).toArray(String[]::new))
                .bind(
                        "created",
                        comments.stream().map(each -> each.created().toString()).toArray(String[]::new))
                .execute();
    }

    void update(Handle handle, int orgId, long number, UUID id, String value, Instant edited) {
        handle.createUpdate("""
                        update %s_comment set value = :value, edited_date = :edited
                         where org_id = :org and number = :number and id = :id""".formatted(register.name()))
                .bind("value", value)
                .bind("edited", edited)
                .bind("org", orgId)
                .bind("number", number)
                .bind("id", id)
                .execute();
    }

    void delete(Handle handle, int orgId, long number, UUID id) {
        handle.createUpdate("delete from %s_comment where org_id = :org and number = :number and id = :id"
                        .formatted(register.name()))
                .bind("org", orgId)
                .bind("number", number)
                .bind("id", id)
                .execute();
    }
}
