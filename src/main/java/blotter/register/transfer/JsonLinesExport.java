package blotter.register.transfer;

import blotter.platform.json.Json;
import blotter.register.entry.Engine;
import blotter.register.entry.Listing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Exports a register as JSON lines, with a row of the list in each.
final class JsonLinesExport {
    private final Engine engine;
    private final int orgId;

    JsonLinesExport(Engine engine, int orgId) {
        this.engine = engine;
        this.orgId = orgId;
    }

    void write(Listing listing, OutputStream out) throws IOException {
        out.flush();
        listing.each(entries -> {
            var names = engine.names(orgId, entries);
            try {
                for (var entry : entries) {
                    out.write(Json.bytes(json -> {
                        engine.json().writeRow(json, entry, names);
                        json.writeRaw('\n');
                    }));
                }
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
