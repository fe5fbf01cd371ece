package blotter.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import blotter.testing.LossyPostgresResource;
import blotter.testing.LossyProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What clients see when the connection to PostgreSQL breaks before or during the commit.
@QuarkusTest
@TestProfile(LostCommitApiTest.Lossy.class)
class LostCommitApiTest extends ApiTest {
    /// Puts a proxy that can drop responses in front of the database.
    public static final class Lossy implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LossyPostgresResource.class));
        }
    }

    @Nullable
    LossyProxy injected;

    private LossyProxy proxy() {
        return Objects.requireNonNull(injected);
    }

    private void assertUnknown(ApiClient.Answer answer) {
        assertThat(proxy().hasLost()).isTrue();
        answer.expect(500);
        assertThat(answer.json().get("type").textValue()).isEqualTo("/problems/outcome-unknown");
        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("the connection to the database broke during the commit: all of it was written, or nothing;"
                        + " send it again with the same Idempotency-Key, or, if it had none, look for its"
                        + " request_id in GET /api/v1/batches before you do");
        assertThat(answer.header("Retry-After")).isNull();
    }

    private void assertUnavailable(ApiClient.Answer answer) {
        assertThat(proxy().hasLost()).isTrue();
        answer.expect(503);
        assertThat(answer.json().get("type").textValue()).isEqualTo("/problems/unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    private int count() {
        return viewer.get(INCIDENTS).expect(200).json().at("/pagination/total").intValue();
    }

    private String requestIdOfNewestBatch() {
        return viewer.get("/api/v1/batches")
                .expect(200)
                .json()
                .at("/results/0/request_id")
                .textValue();
    }

    @Test
    void aLostCommitIsNotReportedAsUnwritten() {
        proxy().loseResponseTo("COMMIT");
        var answer = editor.post(INCIDENTS, "{\"title\": \"a\"}");
        assertUnknown(answer);
        assertThat(count()).isEqualTo(1);
        assertThat(requestIdOfNewestBatch())
                .isEqualTo(answer.json().get("request_id").textValue())
                .isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void aRetryWithTheSameKeyGetsTheStoredResponse() {
        var once = editor.with("Idempotency-Key", "k");
        proxy().loseResponseTo("COMMIT");
        assertUnknown(once.post(INCIDENTS, "{\"title\": \"a\"}"));
        var again = once.post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        assertThat(again.header("Location")).isEqualTo("/api/v1/incidents/INC-00001");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aLostAutocommitIsNotReportedAsUnwritten() {
        var id = opened("{\"title\": \"a\"}");
        proxy().loseResponseTo("with p as (");
        var answer = editor.with("X-Request-Id", "mine-1")
                .patch(INCIDENTS, "{\"ids\": [\"%s\"], \"title\": \"b\"}".formatted(id));
        assertUnknown(answer);
        assertThat(viewer.get(INCIDENTS + "/" + id).json().at("/incident/title").textValue())
                .isEqualTo("b");
        assertThat(requestIdOfNewestBatch()).isEqualTo("mine-1");
    }

    @Test
    void aConnectionLostBeforeTheCommitWritesNothing() {
        proxy().loseResponseTo("insert into batch");
        assertUnavailable(editor.post(INCIDENTS, "{\"title\": \"a\"}"));
        assertThat(count()).isZero();
    }

    @Test
    void readsMayBeRetried() {
        var id = opened("{\"title\": \"a\"}");
        proxy().loseResponseTo("from incident i");
        assertUnavailable(viewer.get(INCIDENTS + "/" + id));
        viewer.get(INCIDENTS + "/" + id).expect(200);
        proxy().loseResponseTo("COMMIT");
        assertUnavailable(viewer.get(INCIDENTS + "/metrics"));
    }
}
