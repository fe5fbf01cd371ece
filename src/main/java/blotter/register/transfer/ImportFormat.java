package blotter.register.transfer;

import blotter.platform.http.Query;
import blotter.platform.http.Upload;
import blotter.register.entry.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What an imported file is written in.
enum ImportFormat {
    CSV,
    OCSF,
    THEHIVE;

    private static final List<String> JSON = List.of("application/json", "application/x-ndjson");

    /// The format that the parameter `format` names; CSV when there is none.
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

    /// The upload, read as this.
    ImportFile file(Upload upload, Engine engine, int orgId) {
        return switch (this) {
            case CSV -> new CsvFile(upload, engine.kind().register());
            case OCSF -> new JsonFile(upload, new Ocsf(), new OrganizationTerms(engine, orgId));
            case THEHIVE -> new JsonFile(upload, new TheHive(), new OrganizationTerms(engine, orgId));
        };
    }
}
