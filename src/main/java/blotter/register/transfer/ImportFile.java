package blotter.register.transfer;

import java.util.function.Consumer;

/// A file that is to be imported.
@FunctionalInterface
interface ImportFile {
    /// Reads the file from its beginning and hands its rows over, in their order. Throws a problem when it is
    /// none of its kind.
    void read(Consumer<ImportRow> rows);
}
