package blotter.platform.paging;

import blotter.platform.http.Answer;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param total exact up to [#COUNTED], and a floor above it
/// @param next where the next page begins, or null when this is the last
public record Page<T>(
        ListRequest request,
        List<T> rows,
        long total,
        @Nullable Cursor next) {
    /// Up to here a list's total is exact.
    public static final int COUNTED = 10_000;

    /// Counts the rows of `… where …`, and one more than is exact at most.
    public static String counting(String fromWhere) {
        return "select count(*) from (select from %s limit %d) c".formatted(fromWhere, COUNTED + 1);
    }

    /// Writes one row.
    @FunctionalInterface
    public interface Row<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    /// The page of a list that is small enough to be in memory.
    public static <T> Page<T> of(List<T> all, ListRequest request, Function<T, String> key, Function<T, String> id) {
        var order = Comparator.comparing(key).thenComparing(id);
        var sorted = all.stream().sorted(request.descending() ? order.reversed() : order);
        var cursor = request.cursor();
        var rest = cursor == null
                ? sorted.skip(request.offset())
                : sorted.filter(row -> isBehind(key.apply(row), id.apply(row), cursor, request.descending()));
        var rows = rest.limit(request.pageSize() + 1L).toList();
        return cut(request, rows, all.size(), key::apply, id);
    }

    /// The page of rows read, one more than asked for when there are more.
    public static <T> Page<T> cut(
            ListRequest request, List<T> rows, long total, Function<T, @Nullable String> key, Function<T, String> id) {
        if (rows.size() <= request.pageSize()) {
            return new Page<>(request, rows, total, null);
        }
        var page = rows.subList(0, request.pageSize());
        return new Page<>(request, page, total, request.next(key.apply(page.getLast()), id.apply(page.getLast())));
    }

    private static boolean isBehind(String key, String id, Cursor cursor, boolean descending) {
        int byKey = key.compareTo(cursor.key() == null ? "" : cursor.key());
        int order = byKey != 0 ? byKey : id.compareTo(cursor.id());
        return descending ? order < 0 : order > 0;
    }

    public Answer answer(Row<? super T> row) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (var each : rows) {
                row.write(json, each);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("pagination");
            json.writeNumberField("page", request.page());
            json.writeNumberField("page_size", request.pageSize());
            json.writeBooleanField("has_next", next != null);
            json.writeNumberField("total", Math.min(total, COUNTED));
            json.writeBooleanField("total_is_exact", total <= COUNTED);
            json.writeStringField("next_cursor", next == null ? null : next.text());
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
