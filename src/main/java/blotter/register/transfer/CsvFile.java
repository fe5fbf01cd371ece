package blotter.register.transfer;

import blotter.platform.http.Upload;
import blotter.platform.json.DateTimes;
import blotter.platform.json.Texts;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.ChangeRules;
import blotter.register.change.Field;
import blotter.register.change.Register;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A CSV file (RFC 4180), separated by `,`, `;` or tabs, whichever gives the header the most columns. Skips rows
/// whose `id` begins with `#` (remarks), and empty rows.
final class CsvFile implements ImportFile {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final String REMARK = "#";

    private final Upload upload;
    private final Register register;
    private final List<String> known;

    CsvFile(Upload upload, Register register) {
        this.upload = upload;
        this.register = register;
        this.known = CsvColumns.all(register);
    }

    @Override
    public void read(Consumer<ImportRow> rows) {
        char separator = separator();
        long last = 0;
        try (var reader = Utf8.reader(upload);
                var csv = reader(reader, separator)) {
            var records = csv.iterator();
            if (!records.hasNext()) {
                throw malformed("the file is empty (expected: a row with the names of the columns)");
            }
            var header = header(records.next());
            while (records.hasNext()) {
                var record = records.next();
                last = record.getStartingLineNumber();
                if (!saysNothing(record, header)) {
                    rows.accept(row(record, header));
                }
            }
        } catch (CsvParseException e) {
            throw malformed("the file is no CSV behind line %d: %s"
                    .formatted(last, Faults.shown(String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvReader<CsvRecord> reader(Reader reader, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(reader);
    }

    private static Problem malformed(String detail) {
        return Problem.problem(ProblemType.MALFORMED_BODY, detail, List.of(new Fault("", "malformed_csv", detail)));
    }

    /// The separator that gives the header the most columns.
    private char separator() {
        char best = SEPARATORS[0];
        long most = 0;
        for (char separator : SEPARATORS) {
            try (var reader = Utf8.reader(upload);
                    var csv = reader(reader, separator)) {
                var records = csv.iterator();
                var first = records.hasNext() ? records.next().getFields() : List.<String>of();
                long named = first.stream()
                        .map(String::strip)
                        .filter(known::contains)
                        .count();
                if (named > most) {
                    most = named;
                    best = separator;
                }
            } catch (CsvParseException e) {
                // Not this separator.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return best;
    }

    private List<String> header(CsvRecord record) {
        var names = record.getFields().stream().map(String::strip).toList();
        var faults = new Faults();
        var seen = new HashSet<String>();
        long line = record.getStartingLineNumber();
        for (var name : names) {
            var pointer = "/%d/%s".formatted(line, Faults.shown(name));
            if (!known.contains(name)) {
                faults.add(pointer, "unknown_field", name, "one of " + String.join(", ", known));
            } else if (!seen.add(name)) {
                faults.add(pointer, "duplicate_key", name, "each column once");
            }
        }
        if (!seen.contains("title") && !seen.contains(ImportRow.ID)) {
            faults.add("/%d/title".formatted(line), "required", "missing (expected: a column title, or id, or both)");
        }
        faults.throwIfAny();
        return names;
    }

    private static boolean saysNothing(CsvRecord record, List<String> header) {
        int id = header.indexOf(ImportRow.ID);
        return record.getFields().stream().allMatch(String::isBlank)
                || (id >= 0
                        && id < record.getFieldCount()
                        && record.getField(id).strip().startsWith(REMARK));
    }

    private ImportRow row(CsvRecord record, List<String> header) {
        long line = record.getStartingLineNumber();
        var faults = new Faults();
        if (record.getFieldCount() != header.size()) {
            faults.add(
                    "/" + line,
                    "ragged_row",
                    record.getFieldCount() + " cells",
                    "%d, as the header has".formatted(header.size()));
        }
        var cells = new HashMap<String, @Nullable String>();
        for (int i = 0; i < Math.min(header.size(), record.getFieldCount()); i++) {
            cells.put(header.get(i), Cells.read(record.getField(i)));
        }
        var id = stripped(cells.remove(ImportRow.ID));
        var version = stripped(cells.remove(ImportRow.VERSION));
        var row = new ImportRow(line, id, version, JsonNodeFactory.instance.objectNode(), null, faults);
        fill(row, cells);
        return row;
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null || Texts.isBlank(text) ? null : text.strip();
    }

    private void fill(ImportRow row, Map<String, @Nullable String> cells) {
        var fields = row.fields();
        for (var field : register.fields()) {
            if (field.derivedFrom() == null && cells.containsKey(field.name())) {
                var cell = cells.get(field.name());
                var text = field.kind() == Field.Kind.TEXT ? cell : stripped(cell);
                if (text != null) {
                    put(row, field, text);
                } else if (!field.required()) {
                    fields.putNull(field.name());
                }
            }
        }
        if (cells.containsKey(ChangeRules.TAGS)) {
            var tags = fields.putArray(ChangeRules.TAGS);
            labels(cells.get(ChangeRules.TAGS)).forEach(tags::add);
        }
        if (cells.containsKey(ChangeRules.OBJECTIVES)) {
            objectives(fields, labels(cells.get(ChangeRules.OBJECTIVES)));
        }
    }

    private static void put(ImportRow row, Field field, String text) {
        if (field.kind() != Field.Kind.DATE_TIME) {
            row.fields().put(field.name(), text);
            return;
        }
        var instant = DateTimes.parseDateOrDateTime(text, row.pointer(field.name()), row.faults());
        if (instant != null) {
            row.fields().put(field.name(), instant.toString());
        }
    }

    private static List<String> labels(@Nullable String cell) {
        return cell == null ? new ArrayList<>() : Cells.labels(cell);
    }

    private static void objectives(ObjectNode fields, List<String> cells) {
        var objectives = fields.putArray(ChangeRules.OBJECTIVES);
        for (var cell : cells) {
            int colon = cell.indexOf(':');
            var objective = objectives.addObject();
            objective.put("threat_objective", (colon < 0 ? cell : cell.substring(0, colon)).strip());
            if (colon >= 0) {
                objective.put("relevance", cell.substring(colon + 1).strip());
            }
        }
    }
}
