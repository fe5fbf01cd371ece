package blotter.register.transfer;

import blotter.platform.access.Caller;
import blotter.platform.http.Answer;
import blotter.platform.http.Spool;
import blotter.platform.json.Json;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch;
import blotter.register.change.ChangesJson;
import blotter.register.change.Entry;
import blotter.register.change.Intake;
import blotter.register.change.Intake.Verdict;
import blotter.register.change.Names;
import blotter.register.change.Outcome.Change;
import blotter.register.entry.Engine;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Brings a file in: all of it, as one batch, or nothing. The file is read twice, so that it need not be in
/// memory: first for what its rows need, then for the rows.
final class Import {
    /// The most rows in one file.
    static final int MOST_ROWS = 100_000;

    private final Engine engine;
    private final Caller caller;
    private final ImportFile file;
    private final boolean dryRun;
    private final boolean withRows;

    /// @param dryRun whether to say what would be, and to write nothing
    /// @param withRows whether the answer has the rows
    Import(Engine engine, Caller caller, ImportFile file, boolean dryRun, boolean withRows) {
        this.engine = engine;
        this.caller = caller;
        this.file = file;
        this.dryRun = dryRun;
        this.withRows = withRows;
    }

    /// A row and what it asks for.
    private record Read(ImportRow row, Intake.Row asked) {}

    /// How many rows came to what.
    private static final class Counts {
        private int create;
        private int update;
        private int unchanged;
        private int invalid;

        void writeTo(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeNumberField("create", create);
            json.writeNumberField("update", update);
            json.writeNumberField("unchanged", unchanged);
            json.writeNumberField("invalid", invalid);
            json.writeEndObject();
        }
    }

    /// What the rows need. Throws a problem when there are none, or too many.
    Intake.Needs needs() {
        var needs = new Intake.Needs();
        var reader = new ImportReader(engine, caller);
        var rows = new int[1];
        file.read(row -> {
            if (++rows[0] > MOST_ROWS) {
                throw Problem.problem(
                        ProblemType.TOO_LARGE, "more than %d rows (expected: as many at most)".formatted(MOST_ROWS));
            }
            var asked = reader.read(row);
            if (row.faults().isEmpty()) {
                needs.add(asked);
            }
        });
        if (rows[0] == 0) {
            throw Problem.invalid(
                    List.of(new Fault("", "required", "the file has no rows (expected: one below its header)")));
        }
        return needs;
    }

    /// Takes the rows in, and answers. Throws a problem that has every fault of every row, unless it is a dry run,
    /// whose
    /// answer has them.
    Answer run(Handle handle, Intake.Needs needs) {
        var spool = new Spool();
        try (var json = Json.generator(spool)) {
            var running = new Running(engine.changes().intake().begin(handle, caller, needs, dryRun), json);
            json.writeStartObject();
            if (withRows) {
                json.writeArrayFieldStart("rows");
            }
            var reader = new ImportReader(engine, caller);
            var chunk = new ArrayList<Read>();
            var length = new long[1];
            file.read(row -> {
                chunk.add(new Read(row, reader.read(row)));
                length[0] += row.length();
                if (chunk.size() == Intake.CHUNK || length[0] > Intake.MOST_LENGTH) {
                    running.takeAll(chunk);
                    chunk.clear();
                    length[0] = 0;
                }
            });
            running.takeAll(chunk);
            if (!dryRun) {
                running.faults.throwIfAny();
            }
            if (withRows) {
                json.writeEndArray();
            }
            var batch = running.finish();
            json.writeEndObject();
            json.close();
            var answer = Answer.json(200, spool).wrote(batch.id() != null);
            return withRows ? answer : answer.header("Preference-Applied", "return=minimal");
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    /// An import under way.
    private final class Running {
        private final Intake.Session session;
        private final JsonGenerator json;
        private final Faults faults = new Faults();
        private final Counts counts = new Counts();

        Running(Intake.Session session, JsonGenerator json) {
            this.session = session;
            this.json = json;
        }

        void takeAll(List<Read> chunk) {
            session.portions(chunk, Read::asked, read -> read.row.length()).forEach(this::take);
        }

        private void take(List<Read> chunk) {
            if (chunk.stream().anyMatch(each -> !each.row.faults().isEmpty())) {
                session.writeNoMore();
            }
            var verdicts = session.take(chunk.stream()
                            .filter(each -> each.row.faults().isEmpty())
                            .map(Read::asked)
                            .toList())
                    .iterator();
            var taken = new ArrayList<Verdict>(chunk.size());
            for (var each : chunk) {
                taken.add(
                        each.row.faults().isEmpty()
                                ? verdicts.next()
                                : new Verdict.Refused("", "", "is faulty by itself"));
            }
            var names = session.names(entries(taken));
            try {
                for (int i = 0; i < taken.size(); i++) {
                    write(chunk.get(i).row, taken.get(i), names);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<Entry> entries(List<Verdict> verdicts) {
            return dryRun && withRows
                    ? verdicts.stream().flatMap(Import::entries).toList()
                    : List.of();
        }

        private void write(ImportRow row, Verdict verdict, Names names) throws IOException {
            switch (verdict) {
                case Verdict.Made(var entry, var all) -> {
                    counts.create++;
                    write(row, "create", dryRun ? 0 : entry.number(), all, names);
                }
                case Verdict.Changed(var updated) -> {
                    counts.update++;
                    write(row, "update", updated.after().number(), updated.changes(), names);
                }
                case Verdict.Same(var entry) -> {
                    counts.unchanged++;
                    write(row, "unchanged", entry.number(), Map.of(), names);
                }
                case Verdict.Refused(var place, var code, var detail) -> {
                    counts.invalid++;
                    if (!code.isEmpty()) {
                        row.faults().add(place.isEmpty() ? "/" + row.line() : row.pointer(place), code, detail);
                    }
                    var itsNumber =
                            row.id() == null ? null : engine.kind().register().number(row.id());
                    write(row, "invalid", itsNumber == null ? 0 : itsNumber, Map.of(), names);
                    faults.addAll(row.faults());
                }
            }
        }

        private void write(ImportRow row, String verdict, long number, Map<String, Change> changes, Names names)
                throws IOException {
            if (!withRows) {
                return;
            }
            json.writeStartObject();
            json.writeNumberField("line", row.line());
            json.writeStringField("verdict", verdict);
            json.writeStringField(
                    "id", number == 0 ? null : engine.kind().register().id(number));
            if (dryRun) {
                json.writeFieldName("changes");
                ChangesJson.write(json, changes, names);
                json.writeArrayFieldStart("faults");
                int room = Math.max(0, Faults.MOST - faults.list().size());
                for (var fault : row.faults().list().stream().limit(room).toList()) {
                    write(fault, row);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }

        private void write(Fault fault, ImportRow row) throws IOException {
            int column = "/%d/".formatted(row.line()).length();
            json.writeStartObject();
            json.writeStringField(
                    "column",
                    fault.pointer().length() < column
                            ? null
                            : fault.pointer().substring(column).replaceFirst("/.*", ""));
            json.writeStringField("code", fault.code());
            json.writeStringField("detail", fault.detail());
            json.writeEndObject();
        }

        Batch finish() throws IOException {
            json.writeFieldName("counts");
            counts.writeTo(json);
            json.writeNumberField("fault_count", faults.count());
            var batch = session.finish(dryRun);
            json.writeFieldName("batch");
            batch.writeTo(json);
            return batch;
        }
    }

    private static Stream<Entry> entries(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Made(var entry, var all) -> Stream.of(entry);
            case Verdict.Changed(var updated) -> Stream.of(updated.before(), updated.after());
            case Verdict.Same same -> Stream.empty();
            case Verdict.Refused refused -> Stream.empty();
        };
    }
}
