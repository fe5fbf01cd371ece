package blotter.register.entry;

import blotter.people.organization.Limits;
import blotter.platform.http.Exchange;
import blotter.platform.http.Preferences;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
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
    private final Exchange exchange;
    private final Engine engine;
    private final Register register;
    private final Limits limits;

    BulkPatchReader(Exchange exchange, Engine engine, Limits limits) {
        this.exchange = exchange;
        this.engine = engine;
        this.register = engine.kind().register();
        this.limits = limits;
    }

    record BulkPatch(Selection selection, PatchRequest request, Terms terms) {}

    BulkPatch read(Exchange.Body body, Preferences preferences, Faults faults) {
        var query = exchange.query(faults);
        boolean dryRun = "true".equals(query.oneOf("dry_run", List.of("true", "false")));
        var expected = query.count("expected_total");
        boolean filtered = query.namesOthers(Set.of("dry_run", "expected_total"));
        var filter = engine.filter(query, exchange.caller().orgId());
        query.refuseUnknown();
        var json = JsonFields.of(body.json(), "", faults);
        if (json == null) {
            throw Problem.invalid(faults.list());
        }
        var ids = ids(json, filtered, faults);
        if (filtered && query.one("expected_total") == null) {
            faults.add("expected_total", "required", "missing (expected: how many the filter finds, as the list says)");
        } else if (!filtered && expected != null) {
            faults.add("expected_total", "invalid_value", expected, "no expected_total without a filter");
        }
        var versions = versions(json, filtered ? null : ids);
        var request = engine.reader().read(json, exchange.caller(), Mode.bulk(body.mergePatch()));
        json.refuseUnknown();
        var selection =
                filtered ? new Selection.ByFilter(filter, expected == null ? 0 : expected) : new Selection.ByIds(ids);
        return new BulkPatch(selection, request, new Terms(dryRun, preferences.lenient(), versions, IfMatch.any()));
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
