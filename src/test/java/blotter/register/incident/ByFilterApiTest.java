package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Changes of the incidents that match a filter.
@QuarkusTest
class ByFilterApiTest extends EngineApiTest {
    private static String filter(String query, int expected) {
        return INCIDENTS + "?" + query + "&expected_total=" + expected;
    }

    @Test
    void changesExactlyWhatTheFilterFinds() {
        opened("{\"title\": \"a\", \"severity\": \"SEV-1\", \"tags\": [\"x\"]}");
        opened("{\"title\": \"b\"}");
        opened("{\"title\": \"c\", \"severity\": \"SEV-1\", \"source\": \"SIEM\"}");
        opened("{\"title\": \"d\", \"severity\": \"SEV-1\", \"status\": \"Closed\"}");
        var answer = editor.patch(filter("severity=SEV-1&status=New", 2), "{\"tags\": [\"y\"]}")
                .expect(200);
        assertThat(ids(answer.json().get("incidents"))).containsExactly("INC-00001", "INC-00003");
        assertThat(answer.json().at("/incidents/0")).isEqualTo(read("1"));
        assertThat(tags("1")).containsExactly("x", "y");
        assertThat(version("2")).isEqualTo(1);
        assertThat(version("4")).isEqualTo(1);
        assertThat(answer.json().get("batch"))
                .isEqualTo(json("{\"id\": \"%s\", \"updated\": 2, \"unchanged\": 0}".formatted(batch(answer))));
    }

    @Test
    void acceptsTheFiltersOfTheIncidentList() {
        var person = tenants.person(organization, "Ann", true).id();
        opened("{\"title\": \"a\"}");
        opened("""
                {"title": "Phish in Łódź", "description": "payroll portal", "severity": "SEV-2", "source": "SIEM", "tags": ["x"],
                 "assigned_to": "%s", "threat_objectives": [{"threat_objective": "Fraud"}], "detected_date": "2026-01-05T00:00:00Z",
                 "occurred_date": "2026-01-04T00:00:00Z", "responded_date": "2026-01-06T00:00:00Z",
                 "contained_date": "2026-01-07T00:00:00Z"}""".formatted(person));
        opened("{\"title\": \"c\"}");
        int version = 1;
        for (var query : List.of(
                "id=2",
                "severity=SEV-2&severity=SEV-3",
                "source=SIEM",
                "assigned_to=" + person,
                "threat_objectives=Fraud",
                "tags=X",
                "title_contains=" + q("łódź"),
                "description_contains=PAYROLL",
                "free_text=phish+portal",
                "detected_date=2026-01-01&detected_date=2026-02-01",
                "occurred_date=2026-01-04",
                "responded_date=2026-01-06",
                "contained_date=2026-01-07")) {
            int total = viewer.get(INCIDENTS + "?" + query)
                    .json()
                    .at("/pagination/total")
                    .intValue();
            assertThat(total).as(query).isEqualTo(1);
            var answer = editor.patch(filter(query, 1), "{\"severity_reasoning\": \"%s\"}".formatted(query));
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(ids(answer.json().get("incidents"))).as(query).containsExactly("INC-00002");
            version++;
        }
        assertThat(version("2")).isEqualTo(version);
        editor.patch(filter("severity=none&tags=none&source=none&assigned_to=none", 2), "{\"status\": \"Closed\"}")
                .expect(200);
    }

    @Test
    void requiresTheExpectedTotal() {
        cases(2);
        var before = written();
        assertThat(problem(editor.patch(INCIDENTS + "?status=New", "{\"status\": \"Closed\"}")
                        .expect(400)))
                .isEqualTo(json("""
                        {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                         "detail": "expected_total: missing (expected: how many the filter finds, as the list says)",
                         "errors": [{"pointer": "expected_total", "code": "required",
                                     "detail": "missing (expected: how many the filter finds, as the list says)"}]}"""));
        for (var total : List.of("", "-1", "two", "2.0", "1e1", "%2B2", "9999999999999999999")) {
            assertThat(faults(
                            editor.patch(INCIDENTS + "?status=New&expected_total=" + total, "{\"status\": \"Closed\"}")
                                    .expect(400)))
                    .as(total)
                    .containsExactly("expected_total invalid_format");
        }
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void aDifferentTotalIsAConflictAndWritesNothing() {
        cases(3);
        var before = written();
        for (int wrong : List.of(0, 2, 4)) {
            for (var client : List.of(editor, lenient())) {
                assertThat(problem(
                                client.patch(filter("status=New", wrong), "{\"status\": \"Closed\", \"tags\": [\"n\"]}")
                                        .expect(409)))
                        .isEqualTo(json("""
                                {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                                 "detail": "the filter finds 3 (expected_total: %1$d)",
                                 "errors": [{"pointer": "expected_total", "code": "changed_since",
                                             "detail": "the filter finds 3 (expected_total: %1$d)"}]}""".formatted(wrong)));
            }
            editor.patch(filter("status=New&dry_run=true", wrong), "{\"status\": \"Closed\"}")
                    .expect(409);
        }
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void findingNoneAsExpectedSucceeds() {
        cases(1);
        var before = written();
        var answer =
                editor.patch(filter("status=Closed", 0), "{\"title\": \"x\"}").expect(200);
        assertThat(answer.json())
                .isEqualTo(json("{\"incidents\": [], \"batch\": {\"id\": null, \"updated\": 0, \"unchanged\": 0}}"));
        assertThat(lenient()
                        .patch(filter("status=Closed", 0), "{\"title\": \"x\"}")
                        .expect(200)
                        .json())
                .isEqualTo(json("""
                        {"incidents": [], "batch": {"id": null, "updated": 0, "unchanged": 0}, "failures": []}"""));
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void requiresEitherIdsOrAFilter() {
        var ids = cases(2);
        var before = written();
        assertThat(faults(editor.patch(filter("status=New", 2), body(ids, "\"status\": \"Closed\""))
                        .expect(400)))
                .containsExactly("/ids invalid_value");
        assertThat(faults(editor.patch(INCIDENTS, "{\"status\": \"Closed\"}").expect(400)))
                .containsExactly("/ids required");
        assertThat(faults(editor.patch(INCIDENTS + "?expected_total=2", "{\"status\": \"Closed\"}")
                        .expect(400)))
                .contains("/ids required");
        assertThat(faults(editor.patch(INCIDENTS + "?expected_total=2", body(ids, "\"status\": \"Closed\""))
                        .expect(400)))
                .containsExactly("expected_total invalid_value");
        assertThat(faults(editor.patch(filter("status=New", 2), "{}").expect(400)))
                .containsExactly(" empty_payload");
        assertThat(written()).isEqualTo(before);
        editor.patch(filter("status=New", 2), "{\"ids\": [], \"status\": \"Closed\"}")
                .expect(200);
    }

    @Test
    void rejectsMistypedFilters() {
        var ids = cases(2);
        var before = written();
        for (var parameter :
                List.of("stauts=New", "Status=New", "page=1", "page_size=1", "order_by=id", "cursor=x", "ids=1")) {
            var name = parameter.substring(0, parameter.indexOf('='));
            assertThat(faults(editor.patch(filter("status=New&" + parameter, 2), "{\"title\": \"x\"}")
                            .expect(400)))
                    .containsExactly(name + " unknown_parameter");
            assertThat(faults(editor.patch(filter(parameter, 2), "{\"title\": \"x\"}")
                            .expect(400)))
                    .containsExactly(name + " unknown_parameter");
            assertThat(faults(editor.patch(INCIDENTS + "?" + parameter, body(ids, "\"title\": \"x\""))
                            .expect(400)))
                    .contains(name + " unknown_parameter");
        }
        assertThat(faults(editor.patch(filter("status=Nwe&severity=1&detected_date=x", 2), "{\"title\": \"x\"}")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "status invalid_value", "severity invalid_value", "detected_date invalid_format");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void reportsIncidentsThatCannotBeChanged() {
        cases(2);
        opened(
                "{\"title\": \"c\", \"detected_date\": \"2026-01-01T00:00:00Z\", \"responded_date\": \"2026-01-02T00:00:00Z\"}");
        var late = "{\"detected_date\": \"2026-01-09T00:00:00Z\"}";
        var refused = editor.patch(filter("status=New", 3), late).expect(400);
        assertThat(refused.json().at("/errors/0/id").textValue()).isEqualTo("INC-00003");
        assertThat(version("1")).isEqualTo(1);
        var answer = lenient().patch(filter("status=New", 3), late).expect(207);
        assertThat(failures(answer)).containsExactly("INC-00003 400 date_order");
        assertThat(ids(answer.json().get("incidents"))).containsExactly("INC-00001", "INC-00002");
    }

    @Test
    void idempotencyKeysWorkWithFilters() {
        cases(2);
        var once = editor.with("Idempotency-Key", "k");
        var first =
                once.patch(filter("status=New", 2), "{\"status\": \"Closed\"}").expect(200);
        assertThat(once.patch(filter("status=New", 2), "{\"status\": \"Closed\"}")
                        .expect(200)
                        .body())
                .isEqualTo(first.body());
        once.patch(filter("status=New", 0), "{\"status\": \"Closed\"}").expect(422);
    }

    @Test
    void incidentsThatStopMatchingDuringTheWaitAreNotChanged() throws Exception {
        for (var query : List.of("status=New", "source=SIEM", "title_contains=needle", "tags=x")) {
            var id = opened("{\"title\": \"needle\", \"source\": \"SIEM\", \"tags\": [\"x\"]}");
            var held = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            try (var thread = Executors.newSingleThreadExecutor()) {
                var holder = thread.submit(() -> {
                    database.jdbi().useTransaction(handle -> {
                        handle.createUpdate("""
                                        update incident
                                           set status = 'Closed', source = 'Other', title = 'hay', tag_ids = '{}',
                                               version = version + 1
                                         where org_id = :org""").bind("org", organization.id()).execute();
                        held.countDown();
                        go.await(10, TimeUnit.SECONDS);
                    });
                    return null;
                });
                held.await(10, TimeUnit.SECONDS);
                try (var other = Executors.newSingleThreadExecutor()) {
                    var waiting = other.submit(() -> editor.patch(filter(query, 1), "{\"severity\": \"SEV-5\"}")
                            .status());
                    Thread.sleep(300);
                    go.countDown();
                    holder.get();
                    assertThat(waiting.get()).as(query).isEqualTo(409);
                }
            }
            assertThat(read(id).at("/incident/severity").isNull()).isTrue();
            editor.delete(INCIDENTS + "/" + id).expect(204);
        }
    }

    private void openThousands(int thousands) {
        var description = "What happened, and what was done about it. ".repeat(16);
        for (int i = 0; i < thousands; i++) {
            int from = i * 1000;
            var drafts = IntStream.range(from, from + 1000)
                    .mapToObj(n -> "{\"title\": \"Case %d\", \"description\": \"%s\"}".formatted(n, description))
                    .collect(Collectors.joining(","));
            editor.unchecked()
                    .with("Prefer", "return=minimal")
                    .post(INCIDENTS + "/batch", "{\"incidents\": [%s]}".formatted(drafts))
                    .expect(201);
        }
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("blotter-answer-"))
                    .toList();
        }
    }

    @Test
    void twelveThousandIncidentsInOneCall() throws Exception {
        openThousands(12);
        var minimal = editor.with("Prefer", "return=minimal")
                .patch(filter("status=New", 12_000), "{\"status\": \"Review\", \"tags\": [\"many\"]}")
                .expect(200);
        assertThat(minimal.json())
                .isEqualTo(json("{\"batch\": {\"id\": \"%s\", \"updated\": 12000, \"unchanged\": 0}}"
                        .formatted(batch(minimal))));

        ApiClient.Answer dry = editor.unchecked()
                .patch(filter("status=Review&dry_run=true", 12_000), "{\"severity\": \"SEV-4\"}")
                .expect(200);
        var answer = editor.unchecked()
                .patch(filter("tags=many", 12_000), "{\"severity\": \"SEV-4\"}")
                .expect(200);
        assertThat(answer.body().length()).isGreaterThan(9 * 1024 * 1024);
        var rows = answer.json().get("incidents");
        assertThat(rows).hasSize(12_000);
        assertThat(dry.json().get("incidents")).hasSize(12_000);
        var seen = new HashSet<String>();
        var list = new ArrayList<com.fasterxml.jackson.databind.JsonNode>();
        var cursor = "";
        while (list.size() < 12_000) {
            var page = viewer.unchecked()
                    .get(INCIDENTS + "?page_size=200" + (cursor.isEmpty() ? "&order_by=id" : "&cursor=" + cursor))
                    .expect(200)
                    .json();
            page.get("results").forEach(list::add);
            cursor = page.at("/pagination/next_cursor").asText("");
        }
        for (int i = 0; i < 12_000; i++) {
            assertThat(rows.get(i)).isEqualTo(list.get(i));
            assertThat(rows.get(i).at("/incident/version").longValue()).isEqualTo(3);
            assertThat(rows.get(i).at("/incident/severity").textValue()).isEqualTo("SEV-4");
            seen.add(rows.get(i).at("/incident/id").textValue());
        }
        assertThat(seen).hasSize(12_000);
        assertThat(temporaryFiles()).isEmpty();

        // Too large to be stored.
        var before = written();
        var keyed = editor.unchecked()
                .with("Idempotency-Key", "k")
                .patch(filter("tags=many", 12_000), "{\"severity\": \"SEV-3\"}")
                .expect(413);
        assertThat(keyed.json().get("detail").textValue()).contains("return=minimal");
        assertThat(written()).isEqualTo(before);
        var once = editor.with("Idempotency-Key", "k").with("Prefer", "return=minimal");
        once.patch(filter("tags=many", 12_000), "{\"severity\": \"SEV-3\"}").expect(200);

        // One call undoes everything.
        var undone = undo(editor.with("Prefer", "return=minimal"), batch(answer));
        assertThat(undone.status()).isEqualTo(409);
        assertThat(undone.json().get("errors")).hasSize(1000);
        var back = undo(editor.unchecked(), lastBatch().get("id").textValue()).expect(200);
        assertThat(back.json().get("incidents")).hasSize(12_000);
        assertThat(viewer.get(INCIDENTS + "?severity=SEV-3&page_size=1").json().get("results"))
                .isEmpty();
        assertThat(temporaryFiles()).isEmpty();
    }
}
