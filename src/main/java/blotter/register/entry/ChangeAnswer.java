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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The answer to a change of many entries, written while they are changed.
final class ChangeAnswer {
    private final Preferences preferences;
    private final boolean withChanges;

    /// @param withChanges whether each row says what changed
    ChangeAnswer(Preferences preferences, boolean withChanges) {
        this.preferences = preferences;
        this.withChanges = withChanges;
    }

    /// A part of a change, in one register, which hands its rows over.
    record Part(EntryJson entries, Consumer<Rows> work) {}

    /// The answer of a change in one register.
    Answer of(EntryJson entries, Function<Rows, Changes.Result> change) {
        var result = new AtomicReference<Changes.@Nullable Result>();
        return of(
                List.of(new Part(entries, rows -> result.set(change.apply(rows)))),
                () -> Objects.requireNonNull(result.get()));
    }

    /// The answer of a change in some registers, one after the other. It is 207 when there are failures beside
    /// what was done.
    ///
    /// @param end what is done when all parts are
    Answer of(List<Part> parts, Supplier<Changes.Result> end) {
        var spool = new Spool();
        try (var json = Json.generator(spool)) {
            json.writeStartObject();
            for (var part : parts) {
                if (preferences.minimal()) {
                    part.work.accept(Rows.NONE);
                } else {
                    json.writeArrayFieldStart(part.entries.plural());
                    part.work.accept(rows(part.entries, json));
                    json.writeEndArray();
                }
            }
            var result = end.get();
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

    private Rows rows(EntryJson entries, JsonGenerator json) {
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
}
