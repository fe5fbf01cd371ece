package blotter.register.entry;

import blotter.platform.http.Answer;
import blotter.platform.http.Preferences;
import blotter.platform.http.Spool;
import blotter.platform.json.Json;
import blotter.register.change.Changes;
import blotter.register.change.ChangesJson;
import blotter.register.change.Failure;
import blotter.register.change.Rows;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The response to a change of many entries, written while they are changed: [#begin] a register, give its rows,
/// [#finish]. Closed without that, it is discarded.
final class ChangeAnswer implements AutoCloseable {
    private final Preferences preferences;
    private final boolean withChanges;
    private final Spool spool = new Spool();
    private final JsonGenerator json;
    private boolean inArray;
    private boolean finished;

    /// @param withChanges whether each row says what changed
    ChangeAnswer(Preferences preferences, boolean withChanges) {
        this.preferences = preferences;
        this.withChanges = withChanges;
        try {
            this.json = Json.generator(spool);
            json.writeStartObject();
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException(e);
        }
    }

    /// Begins the part of the response that has the rows of one register.
    Rows begin(EntryJson entries) {
        if (preferences.minimal()) {
            return Rows.NONE;
        }
        try {
            endArray();
            json.writeArrayFieldStart(entries.plural());
            inArray = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (entry, changes, names) -> {
            json.writeStartObject();
            entries.writeRowFields(json, entry, names);
            if (withChanges) {
                json.writeFieldName("changes");
                ChangesJson.write(json, changes, names);
            }
            json.writeEndObject();
        };
    }

    private void endArray() throws IOException {
        if (inArray) {
            json.writeEndArray();
        }
    }

    /// The whole response: 207 if there are failures beside what was done.
    Answer finish(Changes.Result result) {
        try {
            endArray();
            json.writeFieldName("batch");
            result.batch().writeTo(json);
            if (preferences.lenient()) {
                Failure.write(json, result.failures());
            }
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finished = true;
        var answer = Answer.json(result.failures().isEmpty() ? 200 : 207, spool)
                .wrote(result.batch().id() != null);
        return preferences.applied() == null ? answer : answer.header("Preference-Applied", preferences.applied());
    }

    @Override
    public void close() {
        if (!finished) {
            spool.discard();
        }
    }
}
