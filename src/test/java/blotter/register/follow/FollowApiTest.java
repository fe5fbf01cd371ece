package blotter.register.follow;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests of followers, for both registers.
abstract class FollowApiTest extends ApiTest {
    private final ApiRegister register;
    private final String entries;
    private final String follow;

    FollowApiTest(ApiRegister register) {
        this.register = register;
        this.entries = register.path();
        this.follow = entries + "/1/follow";
    }

    private static ApiClient.Answer follow(ApiClient client, String path) {
        return client.send("PUT", path, null, null);
    }

    private JsonNode shown(ApiClient client) {
        return client.get(follow).expect(200).json();
    }

    private static JsonNode user(ApiClient client) {
        var me = client.get("/api/v1/users/me").json();
        return ((com.fasterxml.jackson.databind.node.ObjectNode) me).remove(List.of("active", "roles", "kind"));
    }

    @Test
    void readersCanFollowAndUnfollow() {
        open(register, "{\"title\": \"a\"}");
        assertThat(shown(viewer)).isEqualTo(json("{\"following\": false, \"followers\": []}"));
        follow(viewer, follow).expect(204);
        follow(viewer, follow).expect(204);
        follow(editor, follow).expect(204);
        var followers = "[%s, %s]".formatted(user(viewer), user(editor));
        assertThat(shown(viewer)).isEqualTo(json("{\"following\": true, \"followers\": %s}".formatted(followers)));
        assertThat(shown(admin)).isEqualTo(json("{\"following\": false, \"followers\": %s}".formatted(followers)));
        viewer.delete(follow).expect(204);
        viewer.delete(follow).expect(204);
        assertThat(shown(viewer))
                .isEqualTo(json("{\"following\": false, \"followers\": [%s]}".formatted(user(editor))));
    }

    @Test
    void followingDoesNotChangeTheEntry() {
        open(register, "{\"title\": \"a\"}");
        var before = viewer.get(entries + "/1").json();
        follow(editor, follow).expect(204);
        assertThat(viewer.get(entries + "/1").json()).isEqualTo(before);
        assertThat(viewer.get(entries + "/1/history").json().get("results")).hasSize(1);
    }

    @Test
    void missingEntriesCannotBeFollowed() {
        open(register, "{\"title\": \"a\"}");
        follow(viewer, entries + "/2/follow").expect(404);
        viewer.get(entries + "/2/follow").expect(404);
        viewer.delete(entries + "/2/follow").expect(404);
        assertThat(faults(follow(viewer, entries + "/x/follow?a=b").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "a unknown_parameter");
        follow(viewer, follow).expect(204);
        editor.delete(entries + "/1").expect(204);
        viewer.get(follow).expect(404);
        follow(editor, follow).expect(404);
        viewer.delete(entries + "/1/follow").expect(404);
    }
}
