package blotter.register.transfer;

import blotter.register.change.ChangeRules;
import blotter.register.change.Entry;
import blotter.register.change.Field;
import blotter.register.change.Names;
import blotter.register.change.Register;
import blotter.register.entry.Engine;
import blotter.register.entry.Listing;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Exports a register as a CSV file for spreadsheets, which can be imported again.
final class CsvExport {
    private final Engine engine;
    private final Register register;
    private final int orgId;
    private final List<String> columns;

    CsvExport(Engine engine, int orgId) {
        this.engine = engine;
        this.register = engine.kind().register();
        this.orgId = orgId;
        this.columns = CsvColumns.all(register);
    }

    /// Creates a CSV writer. The caller closes the stream.
    static CsvWriter writer(OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        // Excel needs the byte order mark to recognize UTF-8.
        text.write('\uFEFF');
        return CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    }

    void write(Listing listing, OutputStream out) throws IOException {
        var csv = writer(out);
        csv.writeRecord(columns);
        csv.flush();
        listing.each(entries -> {
            var names = engine.names(orgId, entries);
            for (var entry : entries) {
                csv.writeRecord(columns.stream()
                        .map(column -> Cells.written(text(entry, column, names)))
                        .toList());
            }
            try {
                csv.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private @Nullable String text(Entry entry, String column, Names names) {
        var field = register.field(column);
        if (field != null) {
            return text(entry, field, names);
        }
        if (column.equals(register.comments())) {
            return Long.toString(entry.commentCount());
        }
        if (column.equals(register.links().name())) {
            var links = entry.links().stream().map(register.links()::id).collect(Collectors.joining("; "));
            return links.isEmpty() ? null : links;
        }
        var trace = entry.trace();
        return switch (column) {
            case ImportRow.ID -> register.id(entry.number());
            case ChangeRules.TAGS -> Cells.tags(names.sorted(entry.tags()));
            case ChangeRules.OBJECTIVES -> Cells.objectives(entry.objectives());
            case "opened_by" -> email(trace.openedBy(), names);
            case "updated_by" -> email(trace.updatedBy(), names);
            case "created_date" -> trace.createdDate().toString();
            case "updated_date" -> trace.updatedDate().toString();
            case ImportRow.VERSION -> Long.toString(trace.version());
            default -> throw new IllegalArgumentException(column);
        };
    }

    private static @Nullable String text(Entry entry, Field field, Names names) {
        return switch (field.kind()) {
            case TEXT, LABEL, ONE_OF, SOURCE -> entry.text(field);
            case USER -> email(entry.uuid(field), names);
            case DATE_TIME -> entry.instant(field) == null ? null : Objects.toString(entry.instant(field));
        };
    }

    private static @Nullable String email(@Nullable UUID id, Names names) {
        var user = names.user(id);
        return user == null ? null : user.email();
    }
}
