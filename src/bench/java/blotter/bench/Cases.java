package blotter.bench;

import blotter.bench.Call.Part;
import blotter.bench.Case.FloorFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// What is measured. Random values are drawn as the floor draws them.
final class Cases {
    static final List<String> NAMES = List.of(
            "patch-1",
            "patch-10",
            "patch-100",
            "patch-1000",
            "list",
            "page-100",
            "text-rare",
            "text-frequent",
            "text-two",
            "metrics",
            "get",
            "create",
            "create-batch",
            "token",
            "filter-minimal",
            "filter-rows",
            "import",
            "export",
            "tag-merge");

    /// The most that one change by filter may select.
    private static final int MOST_BY_FILTER = 100_000;

    private static final String INCIDENTS = "/api/v1/incidents";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final List<String> STATUSES = List.of("New", "In Progress", "Review", "Closed");
    // A page of the register is never smaller.
    private static final int LEAST_PAGE = 20_000;
    private static final int PAGES = 100;
    // Nor are its figures.
    private static final int METRICS = 5_000;

    private final int incidents;
    private final RegisterStore register;
    private final ServiceClient client;
    private final List<UUID> people;
    private final List<UUID> tags;

    Cases(int incidents, RegisterStore register, ServiceClient client) {
        this.incidents = incidents;
        this.register = register;
        this.client = client;
        this.people = register.people();
        this.tags = register.tags();
    }

    Case named(String name) {
        return switch (name) {
            case "patch-1" -> patch(name, 1);
            case "patch-10" -> patch(name, 10);
            case "patch-100" -> patch(name, 100);
            case "patch-1000" -> patch(name, 1000);
            case "list" ->
                read(
                        name,
                        new FloorFile("list.sql", null),
                        LEAST_PAGE,
                        oneOf(STATUSES.stream().map(Cases::listed).toList()));
            case "page-100" -> read(name, null, LEAST_PAGE, oneOf(deepPages()));
            case "text-rare" -> search(name, Vocabulary::host);
            case "text-frequent" -> search(name, Cases::frequentWord);
            case "text-two" ->
                search(
                        name,
                        random -> Vocabulary.oneOf(Vocabulary.COLOURS, random) + " "
                                + Vocabulary.oneOf(Vocabulary.ANIMALS, random));
            case "metrics" ->
                read(
                        name,
                        null,
                        METRICS,
                        oneOf(List.of(
                                INCIDENTS + "/metrics",
                                INCIDENTS + "/metrics?interval=week&tz=Europe/Berlin",
                                INCIDENTS + "/metrics?interval=quarter&severity=SEV-1&severity=SEV-2")));
            case "get" -> get(name);
            case "create" -> create(name);
            case "create-batch" -> createBatch(name, 100);
            case "token" -> token(name);
            case "filter-minimal" -> byFilter(name, "Prefer: return=minimal\r\n");
            case "filter-rows" -> byFilter(name, "");
            case "import" -> importCsv(name, 10_000);
            case "export" -> export(name);
            case "tag-merge" -> mergeTags(name);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Case patch(String name, int count) {
        Part body = (out, random) -> {
            long first = random.nextInt(incidents);
            out.add("{\"ids\":[");
            for (int i = 0; i < count; i++) {
                out.add(i == 0 ? "\"INC-" : ",\"INC-");
                addPadded(out, 1 + (first + i * 7919L) % incidents);
                out.add("\"");
            }
            out.add("],");
            addPatch(out, random);
        };
        var call = new Call("PATCH", Call.fixed(INCIDENTS), JSON, body, Call.batchOf(count));
        return new Case(name, call, RegisterStore.LARGE, new FloorFile("patch.sql", count), count, false);
    }

    /// All that the register has, up to what one call may change.
    private Case byFilter(String name, String headers) {
        int count = Math.min(incidents, MOST_BY_FILTER);
        // The greater the number, the longer ago.
        var target = "%s?detected_date=%s&expected_total=%d".formatted(INCIDENTS, register.detected(count), count);
        Part body = (out, random) -> addPatch(out.add("{"), random);
        var call = new Call("PATCH", Call.fixed(target), JSON + headers, body, Call.batchOf(count));
        return new Case(name, call, RegisterStore.LARGE, null, count, true);
    }

    private void addPatch(Bytes out, RandomGenerator random) {
        out.add("\"status\":\"").add(Vocabulary.oneOf(STATUSES, random));
        out.add("\",\"severity\":\"SEV-").add(1 + random.nextInt(5));
        out.add("\",\"assigned_to\":\"")
                .add(people.get(random.nextInt(people.size())).toString());
        out.add("\",\"tag_operation\":\"Add\",\"tags\":[\"")
                .add(tags.get(random.nextInt(tags.size())).toString());
        out.add("\"]}");
    }

    private static void addPadded(Bytes out, long number) {
        for (long bound = 10_000; bound > number && bound > 1; bound /= 10) {
            out.add("0");
        }
        out.add(number);
    }

    private static Case read(
            String name, @org.jspecify.annotations.Nullable FloorFile floor, int leastBytes, Part target) {
        var call = new Call("GET", target, "", null, Call.status(200, leastBytes));
        return new Case(name, call, RegisterStore.LARGE, floor, 0, false);
    }

    private static Part oneOf(List<String> targets) {
        return (out, random) -> out.add(Vocabulary.oneOf(targets, random));
    }

    private static String listed(String status) {
        return "%s?status=%s&order_by=-detected_date&page_size=50".formatted(INCIDENTS, encoded(status));
    }

    /// The list's hundredth page by cursor, or the last before it.
    private List<String> deepPages() {
        var targets = new ArrayList<String>();
        for (var status : STATUSES) {
            var first = listed(status);
            var target = first;
            for (int page = 1; page < PAGES; page++) {
                var next = client.json(RegisterStore.LARGE, target).at("/pagination/next_cursor");
                if (!next.isTextual()) {
                    break;
                }
                target = first + "&cursor=" + encoded(next.textValue());
            }
            targets.add(target);
        }
        return targets;
    }

    private static Case search(String name, java.util.function.Function<RandomGenerator, String> words) {
        return read(
                name,
                null,
                100,
                (out, random) -> out.add(INCIDENTS).add("?free_text=").add(encoded(words.apply(random))));
    }

    private static String frequentWord(RandomGenerator random) {
        return Vocabulary.oneOf(
                switch (random.nextInt(3)) {
                    case 0 -> Vocabulary.FREQUENT;
                    case 1 -> Vocabulary.ANIMALS;
                    default -> Vocabulary.COLOURS;
                },
                random);
    }

    private Case get(String name) {
        return read(name, new FloorFile("get.sql", null), 400, (out, random) -> {
            out.add(INCIDENTS).add("/INC-");
            addPadded(out, 1 + random.nextInt(incidents));
        });
    }

    private Case create(String name) {
        var call = new Call(
                "POST", Call.fixed(INCIDENTS), JSON, (out, random) -> addIncident(out, random), Call.status(201, 400));
        return new Case(name, call, RegisterStore.GROWING, null, 0, false);
    }

    private Case createBatch(String name, int count) {
        Part body = (out, random) -> {
            out.add("{\"incidents\":[");
            for (int i = 0; i < count; i++) {
                addIncident(i == 0 ? out : out.add(","), random);
            }
            out.add("]}");
        };
        var call = new Call("POST", Call.fixed(INCIDENTS + "/batch"), JSON, body, Call.status(201, LEAST_PAGE));
        return new Case(name, call, RegisterStore.GROWING, null, count, false);
    }

    private void addIncident(Bytes out, RandomGenerator random) {
        var sentences = Vocabulary.sentences();
        out.add("{\"title\":\"Incident: sign-in from an unusual place\",\"description\":\"");
        for (int i = 0; i < 5; i++) {
            out.add(sentences[random.nextInt(sentences.length)]);
        }
        out.add("\",\"source\":\"SIEM\",\"detected_date\":\"")
                .add(Instant.now().toString())
                .add("\",");
        var patch = new Bytes();
        addPatch(patch, random);
        // Creation has no operation on tags.
        out.add(patch.text(patch.length()).replace("\"tag_operation\":\"Add\",", ""));
    }

    private Case importCsv(String name, int count) {
        Part body = (out, random) -> {
            var sentences = Vocabulary.sentences();
            out.add("title,status,severity,source,detected_date,tags,description\n");
            for (int i = 0; i < count; i++) {
                out.add("Incident: sign-in from an unusual place,").add(Vocabulary.oneOf(STATUSES, random));
                out.add(",SEV-").add(1 + random.nextInt(5)).add(",SIEM,2026-01-31,");
                out.add(tags.get(random.nextInt(tags.size())).toString()).add(",\"");
                for (int n = 0; n < 5; n++) {
                    out.add(sentences[random.nextInt(sentences.length)].replace('"', '\''));
                }
                out.add("\"\n");
            }
        };
        var headers = "Content-Type: text/csv\r\nPrefer: return=minimal\r\n";
        var call = new Call("POST", Call.fixed(INCIDENTS + "/import"), headers, body, Call.batchOf(count));
        return new Case(name, call, RegisterStore.GROWING, null, count, true);
    }

    private Case export(String name) {
        var call = new Call("GET", Call.fixed(INCIDENTS + "/export"), "", null, Call.status(200, 100 * incidents));
        return new Case(name, call, RegisterStore.LARGE, null, 0, true);
    }

    /// Each request takes another tag of the register into its first. It comes last, since the others put tags on.
    private Case mergeTags(String name) {
        var next = new AtomicInteger(tags.size());
        Part target = (out, random) -> out.add("/api/v1/tags/")
                .add(tags.get(next.decrementAndGet()).toString())
                .add("/merge");
        var body = Call.fixed("{\"into\":\"%s\"}".formatted(tags.getFirst()));
        var call = new Call("POST", target, JSON, body, Call.status(200, 100));
        return new Case(name, call, RegisterStore.LARGE, null, 0, true);
    }

    private Case token(String name) {
        var call = new Call(
                "POST",
                Call.fixed(ServiceClient.TOKEN),
                ServiceClient.FORM,
                Call.fixed(client.form(RegisterStore.LARGE)),
                Call.status(200, 200));
        return new Case(name, call, null, null, 0, false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
