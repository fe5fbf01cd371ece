package blotter.tools.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The people and service accounts of an organization, and their duties.
final class Cast {

    private final List<SamplePerson> people = new ArrayList<>();
    private final List<SampleServiceAccount> machines = new ArrayList<>();

    private record Responder(SamplePerson person, double share) {}

    private final List<Responder> responders = new ArrayList<>();
    private final Map<String, SamplePerson> byKey = new HashMap<>();
    private final Map<String, String> machineOfSource = new HashMap<>();

    static Cast of(String path, Instant now) {
        var cast = new Cast();
        for (var block : SampleText.blocks(path)) {
            var roles = List.of(block.setting("roles", "Viewer").split(", ", -1));
            if (block.settings().containsKey("machine")) {
                cast.machines.add(new SampleServiceAccount(block.name(), block.setting("machine", ""), roles));
                for (var source : block.setting("opens", "").split(", ", -1)) {
                    cast.machineOfSource.put(source, block.name());
                }
            } else {
                cast.add(block, roles, now);
            }
        }
        return cast;
    }

    private void add(SampleText.Block block, List<String> roles, Instant now) {
        var months = block.settings().get("left-months-ago");
        var left = months == null
                ? null
                : now.atZone(ZoneOffset.UTC)
                        .minusMonths(Long.parseLong(months))
                        .withHour(16)
                        .withMinute(30)
                        .toInstant();
        var person = new SamplePerson(
                block.name(),
                block.setting("email", ""),
                block.setting("first", ""),
                block.setting("last", ""),
                roles,
                left == null,
                left);
        people.add(person);
        byKey.put(person.key(), person);
        if (person.writesIncidents()) {
            responders.add(new Responder(person, Double.parseDouble(block.setting("share", "0"))));
        }
    }

    List<SamplePerson> people() {
        return List.copyOf(people);
    }

    List<SampleServiceAccount> machines() {
        return List.copyOf(machines);
    }

    SamplePerson lead() {
        return responders.getFirst().person();
    }

    SamplePerson person(String key) {
        var person = byKey.get(key);
        if (person == null) {
            throw new IllegalArgumentException("person: %s (expected: one of %s)".formatted(key, byKey.keySet()));
        }
        return person;
    }

    /// The service account that opens incidents from this source, or an empty string.
    String machineFor(String source) {
        return machineOfSource.getOrDefault(source, "");
    }

    /// A responder at that time, if possible not the one with the key `except`.
    SamplePerson onDuty(Instant at, RandomGenerator random, String except) {
        double sum = 0;
        for (var responder : responders) {
            sum += weight(responder, at, except);
        }
        double point = random.nextDouble() * sum;
        for (var responder : responders) {
            point -= weight(responder, at, except);
            if (point < 0) {
                return responder.person();
            }
        }
        return lead();
    }

    private static double weight(Responder responder, Instant at, String except) {
        var person = responder.person();
        return person.activeAt(at) && !person.key().equals(except) ? responder.share() : 0;
    }
}
