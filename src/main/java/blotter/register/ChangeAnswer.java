package blotter.register;

import blotter.change.Changes;
import blotter.change.ChangesJson;
import blotter.change.Failure;
import blotter.change.Rows;
import blotter.http.Answer;
import blotter.http.Preferences;
import blotter.http.Spool;
import blotter.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/// The answer to a change of many entries, written while they are changed.
final class ChangeAnswer {
    private final EntryJson entries;
    private final Preferences preferences;
    private final boolean withChanges;

    /// @param withChanges whether each row says what changed
    ChangeAnswer(EntryJson entries, Preferences preferences, boolean withChanges) {
        this.entries = entries;
        this.preferences = preferences;
        this.withChanges = withChanges;
    }

    /// The answer of a change that hands its rows over. It is 207 when there are failures beside what was
    /// done.
    Answer of(Function<Rows, Changes.Result> change) {
        var spool = new Spool();
        try (var json = Json.generator(spool)) {
            json.writeStartObject();
            Rows rows = Rows.NONE;
            if (!preferences.minimal()) {
                json.writeArrayFieldStart(entries.plural());
                rows = (entry, changes, names) -> {
                    json.writeStartObject();
                    entries.writeRowFields(json, entry, names);
                    if (withChanges) {
                        json.writeFieldName("changes");
                        ChangesJson.write(json, changes, names);
                    }
                    json.writeEndObject();
                };
            }
            var result = change.apply(rows);
            if (!preferences.minimal()) {
                json.writeEndArray();
            }
            json.writeFieldName("batch");
            result.batch().writeTo(json);
            if (preferences.lenient()) {
                Failure.write(json, result.failures());
            }
            json.writeEndObject();
            json.close();
            var answer = Answer.json(result.failures().isEmpty() ? 200 : 207, spool)
                    .wrote(result.batch().id() != null);
            return preferences.applied() == null ? answer : answer.header("Preference-Applied", preferences.applied());
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            spool.discard();
            throw e;
        }
    }
}
