package blotter.register.change;

import blotter.platform.database.PlainStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table to write, as parallel arrays of texts that `unnest` turns into rows. A column with the same value in
/// every row is sent as that one value.
final class Columns {
    private final List<Column> columns = new ArrayList<>();

    private record Column(
            String name, String type, @Nullable String[] values, boolean isArray) {}

    <T> void add(String name, String type, List<T> rows, Function<T, @Nullable Object> value) {
        // The first column is always an array: its length is the number of rows.
        boolean first = columns.isEmpty();
        var values = texts(rows, value, !first);
        columns.add(new Column(name, type, values, first || values.length > 1));
    }

    private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable Object> value, boolean mayBeOne) {
        var texts = new @Nullable String[rows.size()];
        boolean uniform = mayBeOne && rows.size() > 1;
        var first = value.apply(rows.getFirst());
        texts[0] = EntryRows.text(first);
        var last = first;
        for (int i = 1; i < texts.length; i++) {
            var each = value.apply(rows.get(i));
            texts[i] = Objects.equals(each, last) ? texts[i - 1] : EntryRows.text(each);
            uniform &= Objects.equals(texts[i], texts[0]);
            last = each;
        }
        return uniform ? new @Nullable String[] {texts[0]} : texts;
    }

    String names() {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    /// The rows of the table, as a `select`.
    PlainStatement.Piece rows() {
        var arrays = columns.stream().filter(Column::isArray).toList();
        var sql = columns.stream()
                        .map(column -> "%s::%s as %s"
                                .formatted(column.isArray ? "u." + column.name : "?", column.type, column.name))
                        .collect(Collectors.joining(", ", "select ", " from unnest("))
                + String.join(", ", Collections.nCopies(arrays.size(), "?"))
                + arrays.stream().map(Column::name).collect(Collectors.joining(", ", ") as u (", ")"));
        var values = new ArrayList<@Nullable Object>();
        columns.stream().filter(column -> !column.isArray).forEach(column -> values.add(column.values[0]));
        arrays.forEach(column -> values.add(column.values));
        return new PlainStatement.Piece(sql, values);
    }
}
