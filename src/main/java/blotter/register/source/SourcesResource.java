package blotter.register.source;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.organization.Source;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// `/v1/…/sources` of a register, whichever: where its entries come from. Who may, and at which address, its own class
/// says.
public abstract class SourcesResource {
    private static final int MOST = 200;
    private static final int MAX_LENGTH = 100;

    private final Exchange exchange;
    private final Transactions transactions;
    private final SourceStore store;
    private final AuditLog audit;
    private final IntFunction<List<Source>> sources;
    private final String register;
    private final String entries;

    /// @param sources an organization's, in its order
    /// @param register as the table of sources names it: `incident`
    /// @param entries the table that has an entry's source with an index
    protected SourcesResource(
            Exchange exchange,
            Transactions transactions,
            SourceStore store,
            AuditLog audit,
            IntFunction<List<Source>> sources,
            String register,
            String entries) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.store = store;
        this.audit = audit;
        this.sources = sources;
        this.register = register;
        this.entries = entries;
    }

    protected final Response listed() {
        exchange.takesNoQuery();
        return answer(sources.apply(exchange.caller().orgId())).response();
    }

    protected final Response replaced(InputStream input) {
        var list = exchange.json(input, SourcesResource::read);
        int orgId = exchange.caller().orgId();
        return transactions.run(exchange, handle -> {
            store.hold(handle, orgId);
            var missing = store.missing(handle, orgId, register, entries, list);
            if (!missing.isEmpty()) {
                throw inUse(missing);
            }
            store.replace(handle, orgId, register, list);
            audit.record(
                    handle,
                    AuditEntry.of(exchange.caller(), exchange.origin(), Action.SOURCES_CHANGED)
                            .subject(register)
                            .with("active", names(list, true))
                            .with("inactive", names(list, false)));
            return answer(list).wrote(true);
        });
    }

    private static List<String> names(List<Source> list, boolean active) {
        return list.stream()
                .filter(source -> source.active() == active)
                .map(Source::name)
                .toList();
    }

    private static List<Source> read(JsonFields json) {
        var faults = json.faults();
        var elements = json.array("sources");
        json.require("the whole list of sources", "sources");
        var list = new ArrayList<Source>();
        if (elements == null) {
            return list;
        }
        if (elements.size() > MOST) {
            faults.add("/sources", "too_many", elements.size() + " sources", MOST + " at most");
            return list;
        }
        var names = new HashSet<String>();
        for (int i = 0; i < elements.size(); i++) {
            var each = JsonFields.of(elements.get(i), "/sources/" + i, faults);
            if (each == null) {
                continue;
            }
            if (each.value("name") == null) {
                faults.add(each.pointer("name"), "required", "missing (expected: a source's name)");
            }
            var name = each.label("name", MAX_LENGTH);
            var active = each.bool("active");
            each.refuseUnknown();
            if (name == null) {
                continue;
            }
            if (name.equals("none")) {
                faults.add(
                        each.pointer("name"), "invalid_value", name, "a name; in filters none is what has no source");
            }
            // Upper case first: it takes ß to SS, which lower case alone does not.
            if (!names.add(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))) {
                faults.add(each.pointer("name"), "duplicate", name, "each source once, whatever its case");
            }
            list.add(new Source(name, active == null || active));
        }
        return list;
    }

    private Problem inUse(List<SourceStore.Use> missing) {
        var faults = missing.stream()
                .map(use -> new Fault(
                        "/sources",
                        "in_use",
                        "%s is the source of %d %s%s (expected: among the sources, active or not)"
                                .formatted(use.name(), use.entries(), register, use.entries() == 1 ? "" : "s")))
                .toList();
        return Problem.problem(ProblemType.CONFLICT, faults.getFirst().detail(), faults);
    }

    private static Answer answer(List<Source> list) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("sources");
            for (var source : list) {
                json.writeStartObject();
                json.writeStringField("name", source.name());
                json.writeBooleanField("active", source.active());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
