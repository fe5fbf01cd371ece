package blotter.register.transfer;

import blotter.platform.http.Query;
import blotter.platform.http.Upload;
import blotter.register.entry.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The format of an imported file.
enum ImportFormat {
    CSV,
    OCSF,
    THEHIVE;

    private static final List<String> JSON = List.of("application/json", "application/x-ndjson");

    /// The format in the parameter `format`, by default CSV.
    static ImportFormat of(Query query) {
        var names = Arrays.stream(values()).map(ImportFormat::label).toList();
        var name = query.oneOf("format", names);
        return name == null ? CSV : values()[names.indexOf(name)];
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> mediaTypes() {
        return switch (this) {
            case CSV -> List.of("text/csv");
            case OCSF, THEHIVE -> JSON;
        };
    }

    /// Opens the upload in this format.
    ImportFile file(Upload upload, Engine engine, int orgId) {
        return switch (this) {
            case CSV -> new CsvFile(upload, engine.kind().register());
            case OCSF -> new JsonFile(upload, new Ocsf(), new OrganizationTerms(engine, orgId));
            case THEHIVE -> new JsonFile(upload, new TheHive(), new OrganizationTerms(engine, orgId));
        };
    }
}
