package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.IfMatch;
import blotter.change.PatchReader.Mode;
import blotter.change.PatchRequest;
import blotter.change.Selected;
import blotter.change.Selection;
import blotter.change.Terms;
import blotter.http.Exchange;
import blotter.http.Preferences;
import blotter.idempotency.Writes;
import blotter.json.JsonFields;
import blotter.organization.Limits;
import blotter.problem.Fault;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import blotter.tag.Tags;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `PATCH /v1/incidents`, the signature: one patch, applied to every incident that is named by its id or
/// found by a filter.
@Singleton
@Produces("application/json")
@Path("/api/v1/incidents")
public class BulkPatchResource {
    private final Exchange exchange;
    private final Writes writes;
    private final IncidentEngine engine;
    private final Tags tags;
    private final Limits limits;

    BulkPatchResource(Exchange exchange, Writes writes, IncidentEngine engine, Tags tags, Limits limits) {
        this.exchange = exchange;
        this.writes = writes;
        this.engine = engine;
        this.tags = tags;
        this.limits = limits;
    }

    private record Asked(Selection selection, PatchRequest request, Terms terms) {}

    @PATCH
    @Needs(Permission.INCIDENTS_WRITE)
    public Response patch(InputStream input) {
        var body = exchange.patch(input);
        var preferences = Preferences.of(exchange.header("Prefer"));
        var faults = new Faults();
        var asked = read(body, preferences, faults);
        faults.throwIfAny();
        if (asked.request.isEmpty()) {
            throw emptyPayload();
        }
        var answer = new ChangeAnswer(preferences, asked.terms.dryRun());
        return asked.terms.dryRun()
                ? writes.dryRun(handle -> answer.of(rows -> engine.changes()
                        .patch(handle, exchange.caller(), asked.selection, asked.request, asked.terms, rows)))
                : writes.run(
                        exchange,
                        body.bytes(),
                        handle -> answer.of(rows -> engine.changes()
                                .patch(handle, exchange.caller(), asked.selection, asked.request, asked.terms, rows)));
    }

    private Asked read(Exchange.Body body, Preferences preferences, Faults faults) {
        var query = exchange.query(faults);
        boolean dryRun = "true".equals(query.oneOf("dry_run", List.of("true", "false")));
        var expected = query.count("expected_total");
        boolean filtered = query.namesOthers(Set.of("dry_run", "expected_total"));
        var filter = new IncidentFilter(query, tags.of(exchange.caller().orgId()));
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
        return new Asked(selection, request, new Terms(dryRun, preferences.lenient(), versions, IfMatch.any()));
    }

    private List<Selected> ids(JsonFields json, boolean filtered, Faults faults) {
        var ids = json.array("ids");
        if (ids == null || ids.isEmpty()) {
            boolean readable = ids != null || json.value("ids") == null;
            if (readable && !filtered) {
                faults.add("/ids", "required", "no ids and no filter (expected: at least one id like INC-00007)");
            }
            return List.of();
        }
        if (filtered) {
            faults.add("/ids", "invalid_value", "ids beside a filter (expected: one of the two)");
        }
        return Selected.read(ids, Incidents.REGISTER, limits.maxIds(), faults);
    }

    /// Reads `versions`, whose ids must be among those that are to be changed.
    private static Map<Long, Long> versions(JsonFields json, @Nullable List<Selected> ids) {
        var value = json.value("versions");
        var fields = value == null ? null : JsonFields.of(value, "/versions", json.faults());
        if (fields == null || !(value instanceof ObjectNode object)) {
            return Map.of();
        }
        var named = ids == null ? null : ids.stream().map(Selected::number).collect(Collectors.toSet());
        var versions = new HashMap<Long, Long>();
        object.properties().forEach(each -> {
            var pointer = fields.pointer(Faults.shown(each.getKey()));
            var number = Incidents.REGISTER.number(each.getKey());
            var version = each.getValue();
            if (number == null) {
                json.faults().add(pointer, "invalid_format", each.getKey(), Incidents.REGISTER.idExpected());
            } else if (named != null && !named.contains(number)) {
                json.faults().add(pointer, "invalid_value", each.getKey(), "one of the ids");
            }
            if (!version.isIntegralNumber()) {
                json.faults().add(pointer, "wrong_type", JsonFields.shown(version), "a whole number");
            } else if (!version.canConvertToLong() || version.longValue() < 1) {
                json.faults().add(pointer, "out_of_range", JsonFields.shown(version), "1 or more");
            } else if (number != null && versions.put(number, version.longValue()) != null) {
                json.faults().add(pointer, "duplicate_key", each.getKey(), "each incident once");
            }
        });
        return versions;
    }

    static Problem emptyPayload() {
        var detail = "the body changes nothing (expected: at least one field that is not null; "
                + "null clears only in application/merge-patch+json)";
        return Problem.problem(ProblemType.EMPTY_PAYLOAD, detail, List.of(new Fault("", "empty_payload", detail)));
    }
}
