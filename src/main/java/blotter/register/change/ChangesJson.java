package blotter.register.change;

import blotter.register.change.Outcome.Change;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/// How changes stand in answers: `{"status": {"from": "New", "to": "Closed"}}`, tags as labels, people as
/// users.
public final class ChangesJson {
    private ChangesJson() {}

    public static void write(JsonGenerator json, Map<String, Change> changes, Names names) throws IOException {
        HistoryJson.present(json, changes, names);
    }
}
