package blotter.follow;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FollowApiTest extends ApiTest {
    private static final String FOLLOW = INCIDENTS + "/1/follow";

    private static ApiClient.Answer follow(ApiClient client, String path) {
        return client.send("PUT", path, null, null);
    }

    private static JsonNode shown(ApiClient client) {
        return client.get(FOLLOW).expect(200).json();
    }

    private static JsonNode user(ApiClient client) {
        var me = client.get("/api/v1/users/me").json();
        return ((com.fasterxml.jackson.databind.node.ObjectNode) me).remove(List.of("active", "roles", "kind"));
    }

    @Test
    void whoMayReadAnIncidentMayFollowItAndStop() {
        opened("{\"title\": \"a\"}");
        assertThat(shown(viewer)).isEqualTo(json("{\"following\": false, \"followers\": []}"));
        follow(viewer, FOLLOW).expect(204);
        follow(viewer, FOLLOW).expect(204);
        follow(editor, FOLLOW).expect(204);
        var followers = "[%s, %s]".formatted(user(viewer), user(editor));
        assertThat(shown(viewer)).isEqualTo(json("{\"following\": true, \"followers\": %s}".formatted(followers)));
        assertThat(shown(admin)).isEqualTo(json("{\"following\": false, \"followers\": %s}".formatted(followers)));
        viewer.delete(FOLLOW).expect(204);
        viewer.delete(FOLLOW).expect(204);
        assertThat(shown(viewer))
                .isEqualTo(json("{\"following\": false, \"followers\": [%s]}".formatted(user(editor))));
    }

    @Test
    void followingChangesNothingElse() {
        opened("{\"title\": \"a\"}");
        var before = viewer.get(INCIDENTS + "/1").json();
        follow(editor, FOLLOW).expect(204);
        assertThat(viewer.get(INCIDENTS + "/1").json()).isEqualTo(before);
        assertThat(viewer.get(INCIDENTS + "/1/history").json().get("results")).hasSize(1);
    }

    @Test
    void whatIsNotThereCannotBeFollowed() {
        opened("{\"title\": \"a\"}");
        follow(viewer, INCIDENTS + "/2/follow").expect(404);
        viewer.get(INCIDENTS + "/2/follow").expect(404);
        viewer.delete(INCIDENTS + "/2/follow").expect(404);
        assertThat(faults(follow(viewer, INCIDENTS + "/x/follow?a=b").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "a unknown_parameter");
        follow(viewer, FOLLOW).expect(204);
        editor.delete(INCIDENTS + "/1").expect(204);
        viewer.get(FOLLOW).expect(404);
        follow(editor, FOLLOW).expect(404);
        viewer.delete(INCIDENTS + "/1/follow").expect(404);
    }
}
