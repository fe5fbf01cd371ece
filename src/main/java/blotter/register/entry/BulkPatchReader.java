package blotter.register.entry;

import blotter.people.organization.Limits;
import blotter.platform.access.Caller;
import blotter.platform.http.Query;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.register.change.IfMatch;
import blotter.register.change.PatchReader.Mode;
import blotter.register.change.PatchRequest;
import blotter.register.change.Register;
import blotter.register.change.Selected;
import blotter.register.change.Selection;
import blotter.register.change.Terms;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a bulk patch: selection, patch and terms.
final class BulkPatchReader {
    private final Engine engine;
    private final Register register;
    private final Limits limits;
    private final Caller caller;
    private final boolean lenient;

    BulkPatchReader(Engine engine, Limits limits, Caller caller, boolean lenient) {
        this.engine = engine;
        this.register = engine.kind().register();
        this.limits = limits;
        this.caller = caller;
        this.lenient = lenient;
    }

    record BulkPatch(Selection selection, PatchRequest request, Terms terms) {}

    /// What the query says.
    ///
    /// @param filter null when the body names ids
    /// @param counted whether there is an `expected_total`, sound or not
    record Found(
            boolean dryRun,
            @Nullable ListFilter filter,
            boolean counted,
            @Nullable Long expected) {}

    Found readQuery(Query query) {
        boolean dryRun = "true".equals(query.oneOf("dry_run", List.of("true", "false")));
        var expected = query.count("expected_total");
        boolean counted = !query.all("expected_total").isEmpty();
        boolean filtered = query.namesOthers(Set.of("dry_run", "expected_total"));
        var filter = engine.filter(query, caller.orgId());
        return new Found(dryRun, filtered ? filter : null, counted, expected);
    }

    @Nullable
    BulkPatch read(Found found, JsonFields json) {
        var faults = json.faults();
        var filter = found.filter();
        var expected = found.expected();
        var ids = ids(json, filter != null, faults);
        if (filter != null && !found.counted()) {
            faults.add("expected_total", "required", "missing (expected: how many the filter finds, as the list says)");
        } else if (filter == null && expected != null) {
            faults.add("expected_total", "invalid_value", expected, "no expected_total without a filter");
        }
        var versions = versions(json, filter != null ? null : ids);
        var request = engine.reader().read(json, caller, Mode.bulk(json.nullClears()));
        var selection = filter != null
                ? new Selection.ByFilter(filter, expected == null ? 0 : expected)
                : new Selection.ByIds(ids);
        return request.isEmpty()
                ? null
                : new BulkPatch(selection, request, new Terms(found.dryRun(), lenient, versions, IfMatch.any()));
    }

    private List<Selected> ids(JsonFields json, boolean filtered, Faults faults) {
        var ids = json.array("ids");
        if (ids == null || ids.isEmpty()) {
            boolean readable = ids != null || json.value("ids") == null;
            if (readable && !filtered) {
                faults.add(
                        "/ids",
                        "required",
                        "no ids and no filter (expected: at least one id like %s)".formatted(register.id(7)));
            }
            return List.of();
        }
        if (filtered) {
            faults.add("/ids", "invalid_value", "ids beside a filter (expected: one of the two)");
        }
        return Selected.read(ids, register, limits.maxIds(), faults);
    }

    /// Reads `versions`, whose ids must be among the selected ones.
    private Map<Long, Long> versions(JsonFields json, @Nullable List<Selected> ids) {
        var value = json.value("versions");
        var fields = value == null ? null : JsonFields.of(value, "/versions", json.faults());
        if (fields == null || !(value instanceof ObjectNode object)) {
            return Map.of();
        }
        var named = ids == null ? null : ids.stream().map(Selected::number).collect(Collectors.toSet());
        var versions = new HashMap<Long, Long>();
        object.properties().forEach(each -> {
            var pointer = fields.pointer(Faults.shown(each.getKey()));
            var number = register.number(each.getKey());
            var version = each.getValue();
            if (number == null) {
                json.faults().add(pointer, "invalid_format", each.getKey(), register.idExpected());
            } else if (named != null && !named.contains(number)) {
                json.faults().add(pointer, "invalid_value", each.getKey(), "one of the ids");
            }
            if (!version.isIntegralNumber()) {
                json.faults().add(pointer, "wrong_type", JsonFields.shown(version), "a whole number");
            } else if (!version.canConvertToLong() || version.longValue() < 1) {
                json.faults().add(pointer, "out_of_range", JsonFields.shown(version), "1 or more");
            } else if (number != null && versions.put(number, version.longValue()) != null) {
                json.faults().add(pointer, "duplicate_key", each.getKey(), "each entry once");
            }
        });
        return versions;
    }
}
