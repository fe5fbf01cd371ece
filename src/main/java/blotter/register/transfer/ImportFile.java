package blotter.register.transfer;

import java.util.function.Consumer;

/// A file to import.
@FunctionalInterface
interface ImportFile {
    /// Reads all rows from the beginning, in order. Throws a problem when the file does not have this format.
    void read(Consumer<ImportRow> rows);
}
