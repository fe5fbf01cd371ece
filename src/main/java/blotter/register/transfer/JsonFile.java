package blotter.register.transfer;

import blotter.platform.http.Upload;
import blotter.platform.json.Json;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// A JSON file of another system: an object, an array of objects, or a sequence of objects.
final class JsonFile implements ImportFile {
    private final Upload upload;
    private final Mapping mapping;
    private final OrganizationTerms terms;

    JsonFile(Upload upload, Mapping mapping, OrganizationTerms terms) {
        this.upload = upload;
        this.mapping = mapping;
        this.terms = terms;
    }

    /// Converts an object of the other system to a row.
    @FunctionalInterface
    interface Mapping {
        ImportRow map(long place, ObjectNode object, OrganizationTerms terms);
    }

    @Override
    public void read(Consumer<ImportRow> rows) {
        var place = new long[1];
        try (var reader = Utf8.reader(upload)) {
            Json.values(reader, value -> {
                long its = ++place[0];
                if (value instanceof ObjectNode object) {
                    rows.accept(mapping.map(its, object, terms));
                    return;
                }
                var faults = new Faults();
                faults.add("/" + its, "wrong_type", JsonFields.shown(value), "an object");
                rows.accept(new ImportRow(its, null, null, JsonNodeFactory.instance.objectNode(), null, faults));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
