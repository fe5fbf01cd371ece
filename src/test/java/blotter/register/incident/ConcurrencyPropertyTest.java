package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Many callers change the same few incidents concurrently, and the register stays consistent.
///
/// `-Dproperty.seconds=600` runs longer, `-Dproperty.seed=…` repeats each caller's requests.
@QuarkusTest
class ConcurrencyPropertyTest extends EngineApiTest {
    private static final int THREADS = 8;
    private static final int SHARED = 20;
    private static final int RESERVED = 5;
    private static final List<String> TAGS = List.of("a", "b", "c", "d", "e");

    private final long seconds = Long.getLong("property.seconds", 5);
    private final long seed = Long.getLong("property.seed", System.nanoTime());

    /// Incidents that callers change in any way and may delete.
    private final List<String> shared = new CopyOnWriteArrayList<>();

    /// Incidents on which each caller only adds and removes its own tag.
    private final List<String> reserved = new ArrayList<>();

    private final ConcurrentLinkedDeque<String> undoable = new ConcurrentLinkedDeque<>();
    private final Map<String, JsonNode> answered = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private String person = "";
    private long end;

    /// One of the callers.
    private final class Thrower implements Callable<Void> {
        private final int number;
        private final Random random;
        private final ApiClient client;

        /// Whether each reserved incident has this caller's tag.
        private final Map<String, Boolean> own = new HashMap<>();

        Thrower(int number) {
            this.number = number;
            this.random = new Random(seed + number);
            this.client = editor;
        }

        @Override
        public Void call() {
            while (System.nanoTime() < end) {
                int dice = random.nextInt(100);
                if (dice < 35) {
                    bulk();
                } else if (dice < 53) {
                    ownTag();
                } else if (dice < 62) {
                    var path = INCIDENTS + "/" + one(shared);
                    done(
                            merging()
                                    ? client.mergePatch(path, "{%s}".formatted(members(true)))
                                    : client.patch(path, "{%s}".formatted(members(false))),
                            true);
                } else if (dice < 68) {
                    byFilter();
                } else if (dice < 86) {
                    undoOne();
                } else if (dice < 91) {
                    delete();
                } else if (dice < 96) {
                    create();
                } else {
                    var dry = client.patch(INCIDENTS + "?dry_run=true", body(some(shared, 8), members(false)));
                    done(dry, false);
                }
            }
            return null;
        }

        private boolean merging() {
            return random.nextInt(3) == 0;
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private List<String> some(List<String> of, int most) {
            var all = new ArrayList<>(of);
            Collections.shuffle(all, random);
            return all.subList(0, Math.min(all.size(), 1 + random.nextInt(most)));
        }

        private String day() {
            return "\"2026-01-%02dT00:00:00Z\"".formatted(1 + random.nextInt(28));
        }

        /// Random changes. In a merge patch, some clear values.
        private String members(boolean merge) {
            var members = new TreeMap<String, String>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                boolean none = merge && random.nextInt(3) == 0;
                switch (random.nextInt(9)) {
                    case 0 -> members.put("status", "\"%s\"".formatted(one(Incidents.STATUS.allowed())));
                    case 1 -> members.put("severity", none ? "null" : "\"SEV-%d\"".formatted(1 + random.nextInt(5)));
                    case 2 -> members.put("title", "\"Title %d\"".formatted(random.nextInt(9)));
                    case 3 -> members.put("assigned_to", none ? "null" : "\"%s\"".formatted(person));
                    case 4 -> members.put("detected_date", day());
                    case 5 -> members.put("occurred_date", none ? "null" : day());
                    case 6 -> members.put("source", none ? "null" : one(List.of("\"SIEM\"", "\"Other\"")));
                    case 7 ->
                        members.put(
                                "threat_objectives",
                                one(
                                        List.of(
                                                "[]",
                                                "[{\"threat_objective\": \"Fraud\"}]",
                                                "[{\"threat_objective\": \"Fraud\", \"relevance\": \"High\"}, {\"threat_objective\": \"Sabotage\"}]")));
                    default -> putTags(members);
                }
            }
            return members.entrySet().stream()
                    .map(each -> "\"%s\": %s".formatted(each.getKey(), each.getValue()))
                    .collect(Collectors.joining(", "));
        }

        private void putTags(Map<String, String> members) {
            List.of("tag_operation", "tags", "tags_add", "tags_remove").forEach(members::remove);
            var named = some(TAGS, 4);
            if (random.nextBoolean()) {
                int added = random.nextInt(named.size() + 1);
                members.put("tags_add", labels(named.subList(0, added)));
                members.put("tags_remove", labels(named.subList(added, named.size())));
            } else {
                members.put("tag_operation", one(List.of("\"Add\"", "\"Remove\"", "\"Replace\"")));
                members.put("tags", labels(named));
            }
        }

        private static String labels(List<String> tags) {
            return tags.stream().map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]"));
        }

        private ApiClient preferring() {
            return random.nextBoolean() ? client : client.with("Prefer", "handling=lenient");
        }

        private void bulk() {
            var ids = some(shared, 12);
            var members = members(false);
            if (random.nextInt(4) == 0) {
                members += ", \"versions\": {\"%s\": %d}".formatted(ids.getFirst(), 1 + random.nextInt(30));
            }
            boolean merge = merging();
            var json = body(ids, merge ? members(true) : members);
            done(merge ? preferring().mergePatch(INCIDENTS, json) : preferring().patch(INCIDENTS, json), true);
        }

        private void ownTag() {
            boolean add = random.nextBoolean();
            var ids = new ArrayList<>(some(reserved, RESERVED));
            if (random.nextBoolean()) {
                ids.addAll(some(shared, 4));
                Collections.shuffle(ids, random);
            }
            var members = "\"tag_operation\": \"%s\", \"tags\": [\"own %d\"]".formatted(add ? "Add" : "Remove", number);
            if (done(preferring().patch(INCIDENTS, body(ids, members)), false)) {
                ids.stream().filter(reserved::contains).forEach(id -> own.put(id, add));
            }
        }

        private void byFilter() {
            var filter = "?status=%s&%s"
                    .formatted(
                            one(List.of("New", "Closed", "Review")),
                            some(shared, 10).stream().map("id=%s"::formatted).collect(Collectors.joining("&")));
            int total = client.get(INCIDENTS + filter)
                    .json()
                    .at("/pagination/total")
                    .intValue();
            done(
                    preferring()
                            .patch(INCIDENTS + filter + "&expected_total=" + total, "{%s}".formatted(members(false))),
                    true);
        }

        private void undoOne() {
            var recent = new ArrayList<>(undoable);
            if (!recent.isEmpty()) {
                done(undo(client, one(recent)), true);
            }
        }

        private void delete() {
            if (random.nextBoolean()) {
                count(client.delete(INCIDENTS + "/" + one(shared)));
            } else {
                var ids = some(shared, 2).stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
                done(client.delete(INCIDENTS, "{\"ids\": [%s]}".formatted(ids)), true);
            }
        }

        private void create() {
            var drafts = "{\"incidents\": [{\"title\": \"new\", \"tags\": [\"a\"]}, {\"title\": \"newer\"}]}";
            var answer = client.post(INCIDENTS + "/batch", drafts).expect(201);
            done(answer, true);
            if (shared.size() < 60) {
                shared.addAll(ids(answer.json().get("incidents")));
            }
        }

        /// Records the response, and returns whether the change was made.
        private boolean done(ApiClient.Answer answer, boolean canBeUndone) {
            count(answer);
            if (answer.status() >= 300) {
                return false;
            }
            var batch = answer.json().at("/batch/id");
            if (batch.isTextual()) {
                answered.put(batch.textValue(), answer.json());
                if (canBeUndone) {
                    undoable.addFirst(batch.textValue());
                    if (undoable.size() > 25) {
                        undoable.pollLast();
                    }
                }
            }
            return true;
        }

        private void count(ApiClient.Answer answer) {
            statuses.merge(answer.status(), 1, Integer::sum);
            if (!List.of(200, 201, 204, 207, 400, 404, 409).contains(answer.status())) {
                throw new AssertionError("%d: %s".formatted(answer.status(), answer.body()));
            }
            if (answer.header("Retry-After") != null) {
                throw new AssertionError("waited too long: " + answer.body());
            }
        }
    }

    @Test
    void concurrentChangesKeepTheRegisterConsistent() throws Exception {
        person = tenants.person(organization, "Ann", true).id().toString();
        shared.addAll(cases(SHARED));
        reserved.addAll(cases(RESERVED));
        editor.patch(INCIDENTS, body(reserved.subList(0, 1), "\"tags\": [\"a\", \"b\", \"c\", \"d\", \"e\"]"))
                .expect(200);
        var throwers = new ArrayList<Thrower>();
        end = System.nanoTime() + seconds * 1_000_000_000L;
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                throwers.add(new Thrower(i));
            }
            for (var done : threads.invokeAll(throwers)) {
                done.get();
            }
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        }
        System.out.printf("seed %d, %d s, answers by status: %s%n", seed, seconds, new TreeMap<>(statuses));

        assertThat(statuses.getOrDefault(200, 0)).as("seed " + seed).isPositive();
        noTagIsLost(throwers);
        var entries = theHistoryTellsWhatTheRegisterShows();
        batchesHaveCorrectCounts(entries);
        assertThat(DerivedTablesTest.differences(database, "incident_facet", DerivedTablesTest.FACETS))
                .isEmpty();
        assertThat(DerivedTablesTest.differences(database, "incident_text", DerivedTablesTest.TEXTS))
                .isEmpty();
    }

    private void noTagIsLost(List<Thrower> throwers) {
        for (var id : reserved) {
            var tags = new HashSet<>(tags(id));
            for (var thrower : throwers) {
                assertThat(tags.contains("own " + thrower.number))
                        .as("%s has the tag own %d (seed %d)", id, thrower.number, seed)
                        .isEqualTo(thrower.own.getOrDefault(id, false));
            }
        }
    }

    private List<JsonNode> pages(String path) {
        var all = new ArrayList<JsonNode>();
        var next = "";
        do {
            var page = viewer.get(path + "?page_size=200" + next).expect(200).json();
            page.get("results").forEach(all::add);
            next = "&cursor=" + page.at("/pagination/next_cursor").asText();
            if (!page.at("/pagination/has_next").booleanValue()) {
                return all;
            }
        } while (true);
    }

    private List<JsonNode> theHistoryTellsWhatTheRegisterShows() {
        var rows = pages(INCIDENTS).stream()
                .collect(Collectors.toMap(row -> row.at("/incident/id").textValue(), row -> row));
        var entries = new ArrayList<JsonNode>();
        long last = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select incidents from organization_counter where org_id = :org")
                                .bind("org", organization.id())
                                .mapTo(Long.class)
                                .one());
        for (long number = 1; number <= last; number++) {
            var id = Incidents.REGISTER.id(number);
            var history = pages(INCIDENTS + "/" + id + "/history").reversed();
            entries.addAll(history);
            var replay = new Replay(id, history);
            var row = rows.remove(id);
            if (row == null) {
                assertThat(replay.isThere()).as(id).isFalse();
            } else {
                replay.assertIs(row);
            }
        }
        assertThat(rows).isEmpty();
        return entries;
    }

    private void batchesHaveCorrectCounts(List<JsonNode> entries) {
        var written = entries.stream()
                .collect(Collectors.groupingBy(entry -> entry.get("batch_id").textValue(), Collectors.counting()));
        var batches = pages(BATCHES).stream()
                .collect(Collectors.toMap(batch -> batch.get("id").textValue(), batch -> batch));
        assertThat(batches.keySet()).containsAll(answered.keySet());
        assertThat(written.keySet()).isEqualTo(batches.keySet());
        batches.forEach((id, batch) -> {
            assertThat(batch.get("updated").longValue()).as(batch.toString()).isEqualTo(written.get(id));
            var answer = answered.get(id);
            if (answer != null) {
                assertThat(answer.at("/batch/updated")).isEqualTo(batch.get("updated"));
                assertThat(answer.at("/batch/unchanged")).isEqualTo(batch.get("unchanged"));
                assertThat(answer.path("failures").size())
                        .isEqualTo(batch.get("failed").intValue());
            }
            if (batch.get("undoes").isTextual()) {
                assertThat(Objects.requireNonNull(
                                        batches.get(batch.get("undoes").textValue()))
                                .get("undone_by")
                                .textValue())
                        .isEqualTo(id);
            }
            assertThat(batch.get("undoes").isTextual())
                    .isEqualTo(batch.get("operation").textValue().equals("undo"));
            if (batch.get("undone_by").isTextual()) {
                assertThat(Objects.requireNonNull(
                                        batches.get(batch.get("undone_by").textValue()))
                                .get("undoes")
                                .textValue())
                        .isEqualTo(id);
            }
        });
    }
}
