package blotter.register.change;

import blotter.register.change.Outcome.Change;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/// Writes changes as responses have them: `{"status": {"from": "New", "to": "Closed"}}`, with tags as labels and
/// people as users.
public final class ChangesJson {
    private ChangesJson() {}

    public static void write(JsonGenerator json, Map<String, Change> changes, Names names) throws IOException {
        HistoryJson.present(json, changes, names);
    }
}
