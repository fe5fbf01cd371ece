package blotter.register.transfer;

import blotter.people.organization.Source;
import blotter.register.change.Register;
import blotter.register.entry.Engine;
import blotter.register.objective.Relevance;
import blotter.register.objective.ThreatObjective;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A CSV file to fill in: a header, and remarks that explain each column.
final class ImportTemplate {
    private static final String REMARK = "#";
    private static final int MAX_PEOPLE = 1_000;
    private static final String DATE = "a date or a date-time: 2026-01-31, 2026-01-31T09:30:00+01:00";

    private final Engine engine;
    private final Register register;
    private final int orgId;

    ImportTemplate(Engine engine, int orgId) {
        this.engine = engine;
        this.register = engine.kind().register();
        this.orgId = orgId;
    }

    byte[] bytes() {
        var columns = CsvColumns.writable(register);
        var values = columns.stream().map(this::values).toList();
        int rows = values.stream().mapToInt(List::size).max().orElse(0);
        var out = new ByteArrayOutputStream();
        try (var csv = CsvExport.writer(out)) {
            csv.writeRecord(columns);
            csv.writeRecord(columns.stream().map(this::hint).toList());
            for (int row = 0; row < rows; row++) {
                var cells = new ArrayList<String>();
                for (int column = 0; column < columns.size(); column++) {
                    var itsValues = values.get(column);
                    var value = row < itsValues.size() ? itsValues.get(row) : "";
                    cells.add(column == 0 ? REMARK : value.isEmpty() ? "" : Cells.written(value));
                }
                csv.writeRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private String hint(String column) {
        var field = register.field(column);
        if (field != null) {
            return switch (field.kind()) {
                case LABEL -> "a text of up to %d characters; a new row needs it".formatted(field.maxLength());
                case TEXT -> "a text of up to %d characters".formatted(field.maxLength());
                case ONE_OF -> "one of those below";
                case SOURCE -> "one of those below";
                case USER -> "the email of one of those below";
                case DATE_TIME -> DATE;
            };
        }
        return switch (column) {
            case ImportRow.ID ->
                REMARK
                        + " remarks, which import nothing; a row with an id like %s changes it, one without makes a new one"
                                .formatted(register.id(7));
            case "tags" -> "labels with ; between them: phishing; vip";
            default -> "objectives with ; between them, each with a relevance or without: Extortion:High; Fraud";
        };
    }

    private List<String> values(String column) {
        var field = register.field(column);
        if (field == null) {
            return column.equals("threat_objectives") ? objectives() : List.of();
        }
        return switch (field.kind()) {
            case ONE_OF -> field.allowed();
            case SOURCE ->
                engine.sources(orgId).stream()
                        .filter(Source::active)
                        .map(Source::name)
                        .toList();
            case USER -> people();
            case TEXT, LABEL, DATE_TIME -> List.of();
        };
    }

    private List<String> people() {
        return engine.users().of(orgId).values().stream()
                .filter(member -> member.active())
                .map(member -> member.user().email())
                .sorted()
                .limit(MAX_PEOPLE)
                .toList();
    }

    private static List<String> objectives() {
        var alone = Arrays.stream(ThreatObjective.values()).map(ThreatObjective::label);
        var first = ThreatObjective.values()[0].label();
        var withRelevance = Arrays.stream(Relevance.values()).map(each -> first + ":" + each.label());
        return Stream.concat(alone, withRelevance).toList();
    }
}
