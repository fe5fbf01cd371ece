package blotter.register.feed;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import blotter.testing.EventStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsApiTest extends ApiTest {
    private static final String EVENTS = "/api/v1/events";

    @Inject
    Database database;

    private final List<EventStream> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(EventStream::close);
    }

    private EventStream listen(ApiClient client, String query) {
        var stream = client.listen(query);
        opened.add(stream);
        return stream;
    }

    /// A stream that starts now.
    private EventStream listening(ApiClient client) {
        var stream = listen(client, "");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.next().data()).isEqualTo("{\"resumed\":false}");
        return stream;
    }

    private static List<String> ids(EventStream.Event event) {
        return event.json().get("ids").valueStream().map(id -> id.textValue()).toList();
    }

    private static String what(EventStream.Event event) {
        return event.name().equals("change")
                ? "%s %s %s"
                        .formatted(
                                event.json().get("register").textValue(),
                                event.json().get("kind").textValue(),
                                ids(event))
                : event.name();
    }

    /// All events of a request without `follow`.
    private List<EventStream.Event> since(ApiClient client, String id) {
        var events = new ArrayList<EventStream.Event>();
        var stream = listen(client, "?follow=false&since=" + id);
        for (var event = stream.next(); !event.name().equals("end"); event = stream.next()) {
            events.add(event);
        }
        return events;
    }

    @Test
    void listenersReceiveChanges() {
        var stream = listening(viewer);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
        assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
        opened("{\"title\": \"a\"}");
        opened("{\"title\": \"b\"}");
        assertThat(what(stream.next())).isEqualTo("incident created [INC-00001]");
        assertThat(what(stream.next())).isEqualTo("incident created [INC-00002]");
        var batch = editor.patch(INCIDENTS, "{\"ids\": [\"2\", \"1\"], \"status\": \"Closed\"}")
                .expect(200)
                .json()
                .at("/batch/id")
                .textValue();
        var event = stream.next().json();
        var user = editor.get("/api/v1/session").json().get("user");
        var at = editor.get("/api/v1/batches/" + batch).json().get("at").textValue();
        assertThat(event).isEqualTo(json("""
                {"key": "%1$s:incident:changed", "at": "%2$s", "by": %3$s, "via": "api", "register": "incident",
                 "kind": "changed", "batch_id": "%1$s", "count": 2, "ids": ["INC-00001", "INC-00002"]}""".formatted(batch, at, user)));
    }

    @Test
    void commentsAndLinksAreStreamed() {
        opened("{\"title\": \"a\"}");
        risk("{\"title\": \"a\"}");
        var stream = listening(viewer);
        editor.post(INCIDENTS + "/1/comments", "{\"value\": \"hello\"}").expect(201);
        var comment = stream.next();
        assertThat(what(comment)).isEqualTo("incident commented [INC-00001]");
        assertThat(comment.json().get("batch_id").isNull()).isTrue();
        assertThat(comment.data()).doesNotContain("hello");
        editor.put(INCIDENTS + "/1/risks/1").expect(204);
        assertThat(List.of(what(stream.next()), what(stream.next())))
                .containsExactlyInAnyOrder("incident linked [INC-00001]", "risk linked [RSK-00001]");
    }

    @Test
    void largeChangesAreOnlyCounted() {
        var stream = listening(viewer);
        var many = "{\"title\": \"a\"},".repeat(101);
        editor.post(INCIDENTS + "/batch", "{\"incidents\": [%s]}".formatted(many.substring(0, many.length() - 1)))
                .expect(201);
        var event = stream.next().json();
        assertThat(event.get("count").intValue()).isEqualTo(101);
        assertThat(event.get("ids").isNull()).isTrue();
    }

    @Test
    void aResumingListenerReceivesMissedChanges() {
        var before = since(viewer, "0-0");
        var stream = listening(viewer);
        opened("{\"title\": \"a\"}");
        var heard = stream.next();
        stream.close();
        opened("{\"title\": \"b\"}");
        opened("{\"title\": \"c\"}");
        var id = Objects.requireNonNull(heard.id());
        // A position is true to the second: what came last may come again, with the same key.
        assertThat(since(viewer, id).stream().map(EventsApiTest::what))
                .endsWith("incident created [INC-00002]", "incident created [INC-00003]")
                .startsWith("ready");
        assertThat(before.getFirst().name()).isEqualTo("ready");
        var header = viewer.with("Last-Event-ID", id);
        var again = listen(header, "?since=0-0");
        assertThat(again.next().data()).isEqualTo("{\"resumed\":true}");
        var next = again.next();
        if (next.json().get("key").equals(heard.json().get("key"))) {
            next = again.next();
        }
        assertThat(what(next)).isEqualTo("incident created [INC-00002]");
        assertThat(what(again.next())).isEqualTo("incident created [INC-00003]");
        opened("{\"title\": \"d\"}");
        assertThat(what(again.next())).isEqualTo("incident created [INC-00004]");
    }

    @Test
    void aRequestWithoutFollowReturnsThePositionToResume() {
        opened("{\"title\": \"a\"}");
        var stream = listen(viewer, "?follow=false");
        assertThat(stream.next().data()).isEqualTo("{\"resumed\":false}");
        var end = stream.next();
        assertThat(end.name()).isEqualTo("end");
        opened("{\"title\": \"b\"}");
        assertThat(since(viewer, Objects.requireNonNull(end.id())).stream().map(EventsApiTest::what))
                .startsWith("ready")
                .endsWith("incident created [INC-00002]");
    }

    @Test
    void rejectsImpossiblePositions() {
        assertThat(since(viewer, "999999999999-0").getFirst().data()).isEqualTo("{\"resumed\":false}");
        assertThat(faults(viewer.unchecked()
                        .get(EVENTS + "?since=x&follow=maybe&more=1")
                        .expect(400)))
                .containsExactlyInAnyOrder("since invalid_format", "follow invalid_value", "more unknown_parameter");
        assertThat(faults(viewer.unchecked()
                        .with("Last-Event-ID", "yesterday")
                        .get(EVENTS)
                        .expect(400)))
                .containsExactly("Last-Event-ID invalid_format");
    }

    @Test
    void rowsThatCommitLateAreStreamed() {
        opened("{\"title\": \"a\"}");
        var stream = listening(viewer);
        // Takes its row id first, and commits last.
        database.jdbi().useTransaction(slow -> {
            slow.createUpdate("""
                            insert into incident_history (org_id, number, at, actor, via, kind, changes)
                            select org_id, number, now(), opened_by, 'api', 'commented', '{}' from incident where org_id = :org""").bind("org", organization.id()).execute();
            for (int i = 0; i < 3; i++) {
                editor.patch(INCIDENTS + "/1", "{\"title\": \"%d\"}".formatted(i))
                        .expect(200);
                assertThat(what(stream.next())).isEqualTo("incident changed [INC-00001]");
            }
        });
        assertThat(what(stream.next())).isEqualTo("incident commented [INC-00001]");
    }

    @Test
    void listenersReceiveOnlyTheirRegisters() {
        var incidents = listening(client(organization, Role.INCIDENT_VIEWER));
        var risks = listening(client(organization, Role.RISK_VIEWER));
        var nobody = listening(client(organization));
        opened("{\"title\": \"a\"}");
        risk("{\"title\": \"b\"}");
        assertThat(what(incidents.next())).isEqualTo("incident created [INC-00001]");
        assertThat(what(risks.next())).isEqualTo("risk created [RSK-00001]");
        assertThat(incidents.any(Duration.ofSeconds(2))).isNull();
        assertThat(risks.any(Duration.ZERO)).isNull();
        assertThat(nobody.any(Duration.ZERO)).isNull();
    }

    @Test
    void losingARoleStopsItsEvents() {
        tenants.member(organization, "ann@a.example", "correct horse battery", Role.INCIDENT_VIEWER);
        var ann = listening(signedIn("ann@a.example", "correct horse battery"));
        var id = idOf("ann@a.example");
        admin.patch("/api/v1/users/" + id, "{\"roles\": [\"Risk Viewer\"]}").expect(200);
        pause(Duration.ofSeconds(4));
        opened("{\"title\": \"a\"}");
        risk("{\"title\": \"b\"}");
        assertThat(what(ann.next())).isEqualTo("risk created [RSK-00001]");
    }

    private String idOf(String email) {
        return admin.get("/api/v1/users?page_size=200")
                .json()
                .get("results")
                .valueStream()
                .filter(user -> user.get("email").textValue().equals(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertEnds(EventStream stream, Runnable by) {
        var begun = Instant.now();
        by.run();
        var event = stream.next();
        assertThat(event.name()).isEqualTo("end");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aStreamEndsWithTheSession() {
        tenants.member(organization, "bea@a.example", "correct horse battery", Role.VIEWER);
        var page = signedIn("bea@a.example", "correct horse battery");
        assertEnds(listening(page), () -> page.delete("/api/v1/session").expect(204));
    }

    @Test
    void aStreamEndsWhenItsPersonIsDeactivated() {
        tenants.member(organization, "cem@a.example", "correct horse battery", Role.VIEWER);
        var page = signedIn("cem@a.example", "correct horse battery");
        var id = idOf("cem@a.example");
        assertEnds(
                listening(page),
                () -> admin.patch("/api/v1/users/" + id, "{\"active\": false}").expect(200));
    }

    @Test
    void aStreamEndsWithItsToken() {
        var person = tenants.person(organization, "Dora", true);
        var script = anyone.as(tenants.personalToken(organization, person));
        var token =
                script.get("/api/v1/users/me/tokens").json().at("/tokens/0/id").textValue();
        assertEnds(
                listening(script),
                () -> script.delete("/api/v1/users/me/tokens/" + token).expect(204));
        var machine = listening(client(organization, Role.VIEWER));
        assertEnds(machine, () -> clock.advance(Duration.ofMinutes(15)));
    }

    @Test
    void listeningDoesNotKeepASessionAlive() {
        tenants.member(organization, "eve@a.example", "correct horse battery", Role.VIEWER);
        var page = signedIn("eve@a.example", "correct horse battery");
        var stream = listening(page);
        clock.advance(Duration.ofHours(11));
        pause(Duration.ofSeconds(4));
        assertEnds(stream, () -> clock.advance(Duration.ofMinutes(61)));
    }

    @Test
    void aSessionOrTokenMayHaveFourStreams() {
        for (int i = 0; i < 4; i++) {
            listening(viewer);
        }
        var refused = viewer.unchecked().get(EVENTS).expect(429);
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(problem(refused).get("type").textValue()).isEqualTo("/problems/rate-limited");
        viewer.get(EVENTS + "?follow=false").expect(200);
        listening(editor);
        opened.getFirst().close();
        // The server notices the disconnect when the connection is closed.
        var again = listen(viewer, "");
        for (int i = 0; i < 100 && again.status() == 429; i++) {
            pause(Duration.ofMillis(50));
            again = listen(viewer, "");
        }
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void listeningRequiresAuthentication() {
        anyone.get(EVENTS).expect(401);
        assertThat(viewer.send("HEAD", EVENTS, null, null).status()).isEqualTo(200);
        assertThat(viewer.unchecked()
                        .with("Accept", "application/json")
                        .get(EVENTS)
                        .status())
                .isEqualTo(406);
    }
}
