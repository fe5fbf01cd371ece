package blotter.register.transfer;

import blotter.register.change.ChangeRules;
import blotter.register.change.Field;
import blotter.register.change.Register;
import java.util.List;
import java.util.stream.Stream;

/// The columns of a register's CSV files.
final class CsvColumns {
    /// Columns that are only for information.
    private static final List<String> READ_ONLY = List.of("opened_by", "updated_by", "created_date", "updated_date");

    private CsvColumns() {}

    /// The columns that an import writes, in order.
    static List<String> writable(Register register) {
        var fields = register.fields().stream()
                .filter(field -> field.derivedFrom() == null)
                .map(Field::name);
        return Stream.of(Stream.of(ImportRow.ID), fields, Stream.of(ChangeRules.TAGS, ChangeRules.OBJECTIVES))
                .flatMap(each -> each)
                .toList();
    }

    /// The columns that an export has and an import ignores.
    static List<String> readOnly(Register register) {
        var derived = register.fields().stream()
                .filter(field -> field.derivedFrom() != null)
                .map(Field::name);
        return Stream.of(
                        derived,
                        READ_ONLY.stream(),
                        Stream.of(register.comments(), register.links().name()))
                .flatMap(each -> each)
                .toList();
    }

    /// All columns, in the order of an export.
    static List<String> all(Register register) {
        return Stream.of(writable(register), readOnly(register), List.of(ImportRow.VERSION))
                .flatMap(List::stream)
                .toList();
    }
}
