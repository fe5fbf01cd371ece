package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The closed date, which the engine maintains with the status.
@QuarkusTest
class ClosedDateApiTest extends ApiTest {
    private static final String CLOSED = "{\"status\": \"Closed\"}";
    private static final String REVIEW = "{\"status\": \"Review\"}";

    @Inject
    Database database;

    private String id = "";

    @BeforeEach
    void openOne() {
        id = opened("{\"title\": \"a\"}");
    }

    private @Nullable String closed(String incident) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select to_char(closed_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                          from incident
                         where org_id = :org and number = :number""")
                        .bind("org", organization.id())
                        .bind("number", Incidents.REGISTER.number(incident))
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
    }

    /// Patches the incident a minute later, and returns that time to the microsecond.
    private String patched(String body) {
        clock.advance(Duration.ofMinutes(1));
        return updated(editor.patch(INCIDENTS + "/" + id, body).expect(200).json());
    }

    private static String updated(JsonNode row) {
        var time = java.time.Instant.parse(row.at("/incident/updated_date").textValue());
        return java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                .withZone(java.time.ZoneOffset.UTC)
                .format(time);
    }

    private String lastBatch() {
        return viewer.get("/api/v1/batches?page_size=1")
                .expect(200)
                .json()
                .at("/results/0/id")
                .textValue();
    }

    private void undoLast() {
        undo(lastBatch());
    }

    private void undo(String batch) {
        clock.advance(Duration.ofMinutes(1));
        editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null).expect(200);
    }

    @Test
    void isTheDateOfTheChangeThatClosed() {
        assertThat(closed(id)).isNull();
        patched(REVIEW);
        assertThat(closed(id)).isNull();
        var then = patched(CLOSED);
        assertThat(closed(id)).isEqualTo(then);
        patched("{\"title\": \"b\", \"tags\": [\"x\"]}");
        patched("{\"title\": \"c\", \"status\": \"Closed\"}");
        assertThat(closed(id)).isEqualTo(then);
        patched("{\"status\": \"New\"}");
        assertThat(closed(id)).isNull();
        assertThat(patched(CLOSED)).isEqualTo(closed(id)).isGreaterThan(then);
    }

    @Test
    void incidentsOpenedAsClosedHaveTheirCreationDate() {
        var made = editor.post(INCIDENTS, "{\"title\": \"b\", \"status\": \"Closed\"}")
                .expect(201)
                .json();
        var row = viewer.get(INCIDENTS + "/" + made.get("id").textValue()).json();
        assertThat(closed(made.get("id").textValue())).isEqualTo(updated(row));
        assertThat(row.get("incident").has("closed_date")).isFalse();
    }

    @Test
    void aBulkChangeKeepsTheDateOfClosedIncidents() {
        var first = patched(CLOSED);
        var other = opened("{\"title\": \"b\"}");
        clock.advance(Duration.ofMinutes(1));
        var rows = editor.patch(INCIDENTS, """
                {"ids": ["%s", "%s"], "status": "Closed", "title": "both"}""".formatted(id, other)).expect(200).json();
        assertThat(closed(id)).isEqualTo(first);
        assertThat(closed(other)).isEqualTo(updated(rows.at("/incidents/1")));
        clock.advance(Duration.ofMinutes(1));
        editor.patch(INCIDENTS + "?status=Closed&expected_total=2", "{\"status\": \"New\", \"tags\": [\"new\"]}")
                .expect(200);
        assertThat(closed(id)).isNull();
        assertThat(closed(other)).isNull();
    }

    @Test
    void undoneClosingsDoNotCount() {
        var then = patched(CLOSED);
        undoLast();
        assertThat(closed(id)).isNull();
        undoLast();
        assertThat(closed(id)).isEqualTo(then);
    }

    @Test
    void undoneReopeningsDoNotCount() {
        var then = patched(CLOSED);
        patched(REVIEW);
        undoLast();
        assertThat(closed(id)).isEqualTo(then);
    }

    @Test
    void undoWithoutAStatusChangeKeepsTheDate() {
        patched(CLOSED);
        patched("{\"status\": \"Review\", \"title\": \"b\"}");
        var reopening = lastBatch();
        var then = patched(CLOSED);
        clock.advance(Duration.ofMinutes(1));
        editor.send("POST", "/api/v1/batches/" + reopening + "/undo", null, null)
                .expect(207);
        assertThat(closed(id)).isEqualTo(then);
    }

    @Test
    void restoredIncidentsKeepTheDate() {
        var then = patched(CLOSED);
        editor.delete(INCIDENTS + "/" + id).expect(204);
        undoLast();
        assertThat(closed(id)).isEqualTo(then);
    }
}
