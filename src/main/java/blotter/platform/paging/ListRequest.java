package blotter.platform.paging;

import blotter.platform.http.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every list takes: page, page size, order, and the cursor.
///
/// @param page 1-based
/// @param order a field's name
/// @param cursor where to go on, or null for the page asked for
public record ListRequest(
        int page,
        int pageSize,
        String order,
        boolean descending,
        @Nullable Cursor cursor) {
    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;
    private static final int MAX_PAGE = 1_000_000;

    /// Reads the four parameters.
    ///
    /// @param orders the fields by which the list can be sorted
    /// @param form what the list's cursors look like
    public static ListRequest of(Query query, String defaultOrder, List<String> orders, Cursor.Form form) {
        int size = query.number("page_size", DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE);
        int page = query.number("page", 1, 1, MAX_PAGE);
        var order = order(query, orders);
        var field = strip(order == null ? defaultOrder : order);
        var cursorText = query.one("cursor");
        if (cursorText == null) {
            return new ListRequest(page, size, field, (order == null ? defaultOrder : order).startsWith("-"), null);
        }
        var cursor = Cursor.parse(cursorText);
        if (cursor == null || !orders.contains(cursor.field()) || !form.accepts(cursor)) {
            query.faults().add("cursor", "invalid_format", cursorText, "a next_cursor of this list");
            return new ListRequest(page, size, field, false, null);
        }
        if (order != null && !order.equals(cursor.order())) {
            query.faults().add("order_by", "invalid_value", order, cursor.order() + ", which the cursor continues");
        }
        if (!query.all("page").isEmpty()) {
            query.faults().add("page", "invalid_value", String.valueOf(page), "no page beside a cursor");
        }
        return new ListRequest(
                cursor.page(), size, cursor.field(), cursor.order().startsWith("-"), cursor);
    }

    /// Reads the order alone, of who reads a whole list: the first of pages of this size.
    public static ListRequest whole(Query query, String defaultOrder, List<String> orders, int pageSize) {
        var asked = order(query, orders);
        var order = asked == null ? defaultOrder : asked;
        return new ListRequest(1, pageSize, strip(order), order.startsWith("-"), null);
    }

    private static @Nullable String order(Query query, List<String> orders) {
        var order = query.one("order_by");
        if (order != null && !orders.contains(strip(order))) {
            query.faults()
                    .add(
                            "order_by",
                            "invalid_value",
                            order,
                            String.join(", ", orders) + ", with - in front for descending");
        }
        return order;
    }

    /// The page behind a cursor of this list.
    public ListRequest following(Cursor behind) {
        return new ListRequest(behind.page(), pageSize, order, descending, behind);
    }

    /// Rows to leave out before this page; none when a cursor says where to go on.
    public long offset() {
        return cursor == null ? (long) (page - 1) * pageSize : 0;
    }

    /// The cursor behind a row of this page.
    public Cursor next(@Nullable String key, String id) {
        return new Cursor((descending ? "-" : "") + order, page + 1, key, id);
    }

    private static String strip(String order) {
        return order.startsWith("-") ? order.substring(1) : order;
    }
}
