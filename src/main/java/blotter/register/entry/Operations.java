package blotter.register.entry;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.organization.Limits;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.http.Preferences;
import blotter.platform.http.Query;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Changes;
import blotter.register.change.Entry;
import blotter.register.change.Field;
import blotter.register.change.HistoryStore;
import blotter.register.change.IfMatch;
import blotter.register.change.Names;
import blotter.register.change.Outcome.Change;
import blotter.register.change.PatchReader.Mode;
import blotter.register.change.PatchRequest;
import blotter.register.change.Register;
import blotter.register.change.Rows;
import blotter.register.change.Selected;
import blotter.register.change.Selection;
import blotter.register.change.Terms;
import blotter.register.entry.BulkPatchReader.BulkPatch;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The operations that every register has. Resources give each a path and a permission.
public final class Operations {
    private static final String CHANGES =
            "at least one field that is not null; null clears only in application/merge-patch+json";

    private final Exchange exchange;
    private final Transactions transactions;
    private final Limits limits;
    private final AuditLog audit;
    private final Engine engine;
    private final Register register;
    private final EntryJson json;

    public Operations(Exchange exchange, Transactions transactions, Limits limits, AuditLog audit, Engine engine) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.limits = limits;
        this.audit = audit;
        this.engine = engine;
        this.register = engine.kind().register();
        this.json = engine.json();
    }

    /// A page of the register.
    public Response list() {
        var orgId = exchange.caller().orgId();
        record Requested(ListFilter filter, ListRequest page) {}
        var requested =
                exchange.query(query -> new Requested(engine.filter(query, orgId), listRequest(query, engine.kind())));
        var page = engine.store().list(orgId, requested.filter(), requested.page());
        var names = engine.names(orgId, page.rows());
        return page.answer((out, entry) -> json.writeRow(out, entry, names)).response();
    }

    /// Reads page and order from the query.
    static ListRequest listRequest(Query query, RegisterKind kind) {
        return ListRequest.of(
                query,
                "-id",
                kind.orderNames(),
                cursor -> kind.order(cursor.field()).accepts(cursor));
    }

    /// Writes a new entry into the response.
    @FunctionalInterface
    private interface EntryWriter {
        Answer of(Entry entry, Names names);
    }

    /// Creates an entry, and returns its row.
    public Response create(InputStream input) {
        return create(input, (entry, names) -> Answer.json(201, out -> json.writeRow(out, entry, names)));
    }

    /// Creates an entry, and returns the entry alone.
    public Response createBare(InputStream input) {
        return create(input, (entry, names) -> Answer.json(201, out -> json.writeEntry(out, entry, names)));
    }

    private Response create(InputStream input, EntryWriter writer) {
        var draft = exchange.json(input, fields -> engine.draft(fields, exchange.caller()));
        return transactions.run(exchange, handle -> {
            var made = engine.changes().create(handle, exchange.caller(), List.of(draft), i -> "");
            var entry = made.entries().getFirst();
            return created(entry, writer.of(entry, made.names()));
        });
    }

    /// Links a new entry to the one it was made from.
    @FunctionalInterface
    public interface Linker {
        void link(Handle handle, Entry from, Entry made);
    }

    /// Creates an entry from one of another register, with its threat objectives, and returns the new row. Values
    /// in the body override copied ones; the body may be missing.
    ///
    /// @param copied the values to copy from the other entry
    public Response createFrom(
            Engine origin,
            String originId,
            InputStream input,
            Function<Entry, Map<Field, Object>> copied,
            Linker linker) {
        var caller = exchange.caller();
        var other = origin.kind().register();
        var named = other.parameter("id", originId);
        var request = exchange.optionalJson(
                input,
                new PatchRequest(Map.of(), null, null),
                fields -> engine.reader().read(fields, caller, Mode.CREATE),
                named);
        return transactions.run(exchange, handle -> {
            long origins = named.value();
            var from = origin.store().find(handle, caller.orgId(), origins);
            if (from == null) {
                throw Problem.problem(ProblemType.NOT_FOUND, other.id(origins) + " does not exist");
            }
            var draft = engine.withDefaults(request, from, copied.apply(from));
            var made = engine.changes().create(handle, caller, List.of(draft), i -> "");
            var number = made.entries().getFirst().number();
            linker.link(handle, from, made.entries().getFirst());
            var entry = Objects.requireNonNull(engine.store().find(handle, caller.orgId(), number));
            return created(entry, Answer.json(201, out -> json.writeRow(out, entry, made.names())));
        });
    }

    private Answer created(Entry entry, Answer answer) {
        return answer.header("Location", engine.kind().path() + "/" + register.id(entry.number()))
                .header("ETag", IfMatch.tag(entry))
                .wrote(true);
    }

    /// Creates many entries.
    public Response createMany(InputStream input) {
        var pointer = "/" + register.plural() + "/";
        var drafted = exchange.json(input, fields -> drafts(fields, pointer));
        return transactions.run(
                exchange,
                handle -> rows(engine.changes().create(handle, exchange.caller(), drafted, i -> pointer + i)));
    }

    private List<PatchRequest> drafts(JsonFields fields, String pointer) {
        var drafted = new ArrayList<PatchRequest>();
        for (var element : elements(fields)) {
            var each = JsonFields.of(element, pointer + drafted.size(), fields.faults());
            drafted.add(each == null ? new PatchRequest(Map.of(), null, null) : engine.draft(each, exchange.caller()));
        }
        return drafted;
    }

    private List<JsonNode> elements(JsonFields fields) {
        var plural = register.plural();
        var elements = fields.array(plural);
        if (elements == null || elements.isEmpty()) {
            if (elements != null || fields.value(plural) == null) {
                fields.faults()
                        .add("/" + plural, "required", "missing or empty (expected: a list of %s)".formatted(plural));
            }
            return List.of();
        }
        if (elements.size() > limits.maxIds()) {
            throw Problem.problem(
                    ProblemType.TOO_LARGE,
                    "%d %s (expected: %d at most in one call)".formatted(elements.size(), plural, limits.maxIds()));
        }
        return elements;
    }

    private Answer rows(Changes.Created created) {
        return Answer.json(201, out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart(register.plural());
                    for (var entry : created.entries()) {
                        json.writeRow(out, entry, created.names());
                    }
                    out.writeEndArray();
                    out.writeFieldName("batch");
                    created.batch().writeTo(out);
                    out.writeEndObject();
                })
                .wrote(created.batch().id() != null);
    }

    /// Applies one patch to every entry that is selected by id or by a filter.
    public Response patchMany(InputStream input) {
        var preferences = Preferences.of(exchange.header("Prefer"));
        var reader = new BulkPatchReader(engine, limits, exchange.caller(), preferences.lenient());
        var requested = exchange.patch(input, CHANGES, reader::readQuery, reader::read);
        return requested.terms().dryRun()
                ? transactions.dryRun(handle -> patch(handle, requested, preferences))
                : transactions.tryAtOnce(
                        exchange,
                        handle -> tryAtOnce(handle, requested, preferences),
                        handle -> patch(handle, requested, preferences));
    }

    private Answer patch(Handle handle, BulkPatch patch, Preferences preferences) {
        try (var answer = new ChangeAnswer(preferences, patch.terms().dryRun())) {
            var result = engine.changes()
                    .patch(
                            handle,
                            exchange.caller(),
                            patch.selection(),
                            patch.request(),
                            patch.terms(),
                            answer.begin(json));
            return answer.finish(result);
        }
    }

    private @Nullable Answer tryAtOnce(Handle handle, BulkPatch patch, Preferences preferences) {
        try (var answer = new ChangeAnswer(preferences, false)) {
            var result = engine.changes()
                    .tryAtOnce(
                            handle,
                            exchange.caller(),
                            patch.selection(),
                            patch.request(),
                            patch.terms(),
                            answer.begin(json));
            return result == null ? null : answer.finish(result);
        }
    }

    /// Deletes many entries, all or nothing.
    public Response deleteMany(InputStream input) {
        var selection = exchange.json(input, this::selection);
        return transactions.run(exchange, handle -> {
            var batch = engine.changes().delete(handle, exchange.caller(), selection, IfMatch.any());
            keepDeletion(handle, selection);
            return Answer.json(200, out -> {
                        out.writeStartObject();
                        out.writeFieldName("batch");
                        batch.writeTo(out);
                        out.writeEndObject();
                    })
                    .wrote(true);
        });
    }

    private List<Selected> selection(JsonFields fields) {
        var ids = fields.array("ids");
        var selection =
                ids == null ? List.<Selected>of() : Selected.read(ids, register, limits.maxIds(), fields.faults());
        if (ids == null ? fields.value("ids") == null : ids.isEmpty()) {
            fields.faults()
                    .add("/ids", "required", "no ids (expected: at least one id like %s)".formatted(register.id(7)));
        }
        return selection;
    }

    /// One entry.
    public Response get(String id) {
        long number = exchange.only(register.parameter("id", id));
        var orgId = exchange.caller().orgId();
        var entry = engine.store().find(orgId, number);
        if (entry == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, register.id(number) + " does not exist");
        }
        return row(entry, engine.names(orgId, List.of(entry))).response();
    }

    /// Changes one entry, as a bulk patch of one.
    public Response patch(String id, InputStream input) {
        var number = register.parameter("id", id);
        var ifMatch = ifMatch();
        var request = exchange.patch(
                input,
                CHANGES,
                fields -> {
                    var requested = engine.reader().read(fields, exchange.caller(), Mode.single(fields.nullClears()));
                    return requested.isEmpty() ? null : requested;
                },
                number,
                ifMatch);
        var selection = new Selection.ByIds(List.of(new Selected(number.value(), "")));
        var terms = Terms.ifMatch(ifMatch.value());
        return transactions.tryAtOnce(
                exchange,
                handle -> {
                    var row = new ChangedRow();
                    var result = engine.changes().tryAtOnce(handle, exchange.caller(), selection, request, terms, row);
                    return result == null ? null : row.answer(result);
                },
                handle -> {
                    var row = new ChangedRow();
                    return row.answer(
                            engine.changes().patch(handle, exchange.caller(), selection, request, terms, row));
                });
    }

    private Parameter<IfMatch> ifMatch() {
        return Parameter.of(faults -> IfMatch.of(exchange.header("If-Match"), faults));
    }

    /// The response to a change of one entry.
    private final class ChangedRow implements Rows {
        private @Nullable Answer answer;

        @Override
        public void row(Entry entry, Map<String, Change> changes, Names names) {
            answer = Operations.this.row(entry, names);
        }

        Answer answer(Changes.Result result) {
            return Objects.requireNonNull(answer).wrote(result.batch().id() != null);
        }
    }

    /// Deletes one entry.
    public Response delete(String id) {
        var number = register.parameter("id", id);
        var ifMatch = ifMatch();
        exchange.takesNoQuery(number, ifMatch);
        return transactions.run(exchange, handle -> {
            var selection = List.of(new Selected(number.value(), ""));
            engine.changes().delete(handle, exchange.caller(), selection, ifMatch.value());
            keepDeletion(handle, selection);
            return Answer.empty(204).wrote(true);
        });
    }

    private void keepDeletion(Handle handle, List<Selected> selection) {
        var ids = selection.stream().map(each -> register.id(each.number())).toList();
        audit.record(
                handle,
                AuditEntry.of(exchange.caller(), exchange.origin(), Action.DELETED)
                        .subject(ids.size() == 1 ? ids.getFirst() : register.plural())
                        .with("ids", ids));
    }

    /// An entry's history, also if it was deleted.
    public Response history(String id) {
        var orgId = exchange.caller().orgId();
        var named = register.parameter("id", id);
        var request =
                exchange.query(query -> ListRequest.of(query, "-at", HistoryStore.ORDERS, Cursor.Form.NUMBERED), named);
        long number = named.value();
        var page = engine.history().list(orgId, number, request);
        if (page.total() == 0) {
            throw Problem.problem(ProblemType.NOT_FOUND, register.id(number) + " does not exist and never has");
        }
        var names = engine.names(orgId, List.of());
        return page.answer((out, item) -> item.writeTo(out, names)).response();
    }

    private Answer row(Entry entry, Names names) {
        return Answer.json(200, out -> json.writeRow(out, entry, names)).header("ETag", IfMatch.tag(entry));
    }
}
