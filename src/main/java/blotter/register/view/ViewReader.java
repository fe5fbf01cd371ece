package blotter.register.view;

import blotter.platform.http.Query;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.register.view.SavedView.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads and validates a view from a request.
final class ViewReader {
    private static final int MAX_NAME = 100;
    private static final int MAX_QUERY = 4_000;
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final List<String> PLACES = List.of("page", "cursor");

    private ViewReader() {}

    /// Reads the fields that the owner can change. In a merge patch, null clears query and columns; name and
    /// `shared` are required.
    static Change read(JsonFields json, ListGrammar grammar, int orgId) {
        var name = json.label("name", MAX_NAME);
        var query = json.text("query", MAX_QUERY);
        var columns = columns(json, grammar);
        var shared = json.bool("shared");
        json.refuseClearing("a value", "name", "shared");
        query = json.clears("query") ? "" : query;
        columns = json.clears("columns") ? List.of() : columns;
        if (query != null) {
            check(query, grammar, orgId, json.faults());
        }
        return new Change(name, query, columns, shared);
    }

    private static void check(String query, ListGrammar grammar, int orgId, Faults faults) {
        if (!QUERY.matcher(query).matches() || BAD_ESCAPE.matcher(query).find()) {
            faults.add("/query", "invalid_format", query, "a query string, percent-encoded (RFC 3986)");
            return;
        }
        var own = new Faults();
        var parameters = Query.of(query, own);
        for (var place : PLACES) {
            if (!parameters.all(place).isEmpty()) {
                own.add(place, "unknown_parameter", "is a position in a list, not part of a view");
            }
        }
        grammar.read(parameters, orgId);
        parameters.refuseUnknown();
        own.list().forEach(fault -> faults.add("/query", fault.code(), fault.pointer() + ": " + fault.detail()));
    }

    private static @Nullable List<String> columns(JsonFields json, ListGrammar grammar) {
        var elements = json.array("columns");
        if (elements == null) {
            return null;
        }
        var columns = new ArrayList<String>();
        for (int i = 0; i < elements.size() && i <= grammar.columns().size(); i++) {
            var pointer = json.pointer("columns") + "/" + i;
            var column = JsonFields.text(elements.get(i), pointer, Integer.MAX_VALUE, json.faults());
            if (column == null) {
                continue;
            }
            if (!grammar.columns().contains(column)) {
                json.faults().add(pointer, "invalid_value", column, String.join(", ", grammar.columns()));
            } else if (columns.contains(column)) {
                json.faults().add(pointer, "duplicate", column, "each column once");
            }
            columns.add(column);
        }
        return List.copyOf(columns);
    }
}
