package blotter.register.change;

import blotter.platform.database.PlainStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parallel arrays of texts, and the `select … from unnest(…)` that makes a typed table of them. A column
/// that has the same value in every row is no array: PostgreSQL then reads it once.
final class Columns {
    private final List<Column> columns = new ArrayList<>();

    private record Column(
            String name, String type, @Nullable String[] values, boolean isArray) {}

    <T> void add(String name, String type, List<T> rows, Function<T, @Nullable Object> value) {
        // The first column, the entries' numbers or the batches' ids, says how many rows there are.
        boolean says = columns.isEmpty();
        var values = texts(rows, value, !says);
        columns.add(new Column(name, type, values, says || values.length > 1));
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

    void addTo(PlainStatement statement) {
        var separator = "select ";
        for (var column : columns) {
            statement.add(separator);
            if (column.isArray) {
                statement.add("u.").add(column.name);
            } else {
                statement.value(column.values[0]);
            }
            statement.add("::").add(column.type).add(" as ").add(column.name);
            separator = ", ";
        }
        separator = " from unnest(";
        var arrays = columns.stream().filter(Column::isArray).toList();
        for (var column : arrays) {
            statement.add(separator).value(column.values);
            separator = ", ";
        }
        statement
                .add(") as u (")
                .add(String.join(", ", arrays.stream().map(Column::name).toList()))
                .add(")");
    }
}
