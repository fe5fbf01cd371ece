package blotter.register.change;

import blotter.platform.database.PostgresTypes;
import blotter.register.objective.ObjectiveRelation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Maps entries to rows of their register's table.
public final class EntryRows {
    private final Register register;
    private final String columns;

    public EntryRows(Register register) {
        this.register = register;
        this.columns = "i.number as number, "
                + register.fields().stream().map(field -> "i." + field.name()).collect(Collectors.joining(", "))
                + ", i.opened_by, i.updated_by, i.created_date, i.updated_date, i.version, i.tag_ids::text as tags,"
                + " i.threat_objectives::text as objectives, i.comment_count, array("
                + register.links().select()
                + ")::text as links";
    }

    /// An expression for the bytes of text in a row of the register's table `i`.
    String bytes() {
        return register.fields().stream()
                .filter(field -> field.kind() == Field.Kind.TEXT)
                .map(field -> "coalesce(octet_length(i.%s), 0)".formatted(field.name()))
                .collect(Collectors.joining(" + "));
    }

    /// The columns to select from the register's table `i` for [#read].
    public String columns() {
        return columns;
    }

    public Entry read(ResultSet row) throws SQLException {
        // By position from here on: by name, JDBC would look up each of some twenty columns for each row.
        int column = row.findColumn("number");
        long number = row.getLong(column++);
        var values =
                HashMap.<Field, @Nullable Object>newHashMap(register.fields().size());
        for (var field : register.fields()) {
            values.put(field, value(row, field, column++));
        }
        var trace = new Entry.Trace(
                row.getObject(column++, UUID.class),
                row.getObject(column++, UUID.class),
                Objects.requireNonNull(PostgresTypes.instant(row, column++)),
                Objects.requireNonNull(PostgresTypes.instant(row, column++)),
                row.getLong(column++));
        return new Entry(
                number,
                values,
                list(row.getString(column++), UUID::fromString),
                ObjectiveRelation.ofStored(row.getString(column++)),
                trace,
                row.getLong(column++),
                list(row.getString(column), Long::valueOf));
    }

    private static @Nullable Object value(ResultSet row, Field field, int column) throws SQLException {
        return switch (field.kind()) {
            case TEXT, LABEL, ONE_OF, SOURCE -> row.getString(column);
            case USER -> row.getObject(column, UUID.class);
            case DATE_TIME -> PostgresTypes.instant(row, column);
        };
    }

    /// The elements of an array in PostgreSQL's text format. None of them may need quotes.
    private static <T> List<T> list(String array, Function<String, T> parse) {
        if (array.equals("{}")) {
            return List.of();
        }
        var elements = new ArrayList<T>();
        int from = 1;
        for (int comma = array.indexOf(',', from); comma > 0; comma = array.indexOf(',', from)) {
            elements.add(parse.apply(array.substring(from, comma)));
            from = comma + 1;
        }
        elements.add(parse.apply(array.substring(from, array.length() - 1)));
        return List.copyOf(elements);
    }

    /// A value in PostgreSQL's text format.
    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /// Tags as a `uuid[]` in PostgreSQL's text format.
    static String tags(Collection<UUID> tags) {
        return tags.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
