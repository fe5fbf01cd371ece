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

/// Imports a file completely, as one batch, or not at all. Reads the file twice instead of keeping it in memory:
/// first for the tags and numbers that its rows need, then for the rows.
final class Import {
    static final int MAX_ROWS = 100_000;

    private final Engine engine;
    private final Caller caller;
    private final ImportFile file;
    private final boolean dryRun;
    private final boolean withRows;

    /// @param dryRun whether to report the changes without making them
    /// @param withRows whether the response contains the rows
    Import(Engine engine, Caller caller, ImportFile file, boolean dryRun, boolean withRows) {
        this.engine = engine;
        this.caller = caller;
        this.file = file;
        this.dryRun = dryRun;
        this.withRows = withRows;
    }

    /// A row with its requested change.
    private record Read(ImportRow row, Intake.Row request) {}

    /// The numbers of rows by verdict.
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

    /// Reads the file for the first time. Throws a problem when there are no rows or too many.
    Intake.Needs needs() {
        var needs = new Intake.Needs();
        var reader = new ImportReader(engine, caller);
        var rows = new int[1];
        file.read(row -> {
            if (++rows[0] > MAX_ROWS) {
                throw Problem.problem(
                        ProblemType.TOO_LARGE, "more than %d rows (expected: as many at most)".formatted(MAX_ROWS));
            }
            var request = reader.read(row);
            if (row.faults().isEmpty()) {
                needs.add(request);
            }
        });
        if (rows[0] == 0) {
            throw Problem.invalid(
                    List.of(new Fault("", "required", "the file has no rows (expected: one below its header)")));
        }
        return needs;
    }

    /// Imports the rows. Throws a problem with all faults of all rows, except in a dry run, whose response contains
    /// them.
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

    /// A running import.
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
            session.portions(chunk, Read::request, read -> read.row.length()).forEach(this::take);
        }

        private void take(List<Read> chunk) {
            if (chunk.stream().anyMatch(each -> !each.row.faults().isEmpty())) {
                session.writeNoMore();
            }
            var verdicts = session.take(chunk.stream()
                            .filter(each -> each.row.faults().isEmpty())
                            .map(Read::request)
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
                int room = Math.max(0, Faults.MAX_REPORTED - faults.list().size());
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
