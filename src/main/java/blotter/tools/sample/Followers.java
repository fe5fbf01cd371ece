package blotter.tools.sample;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Decides who follows which entries: risks as their file specifies, and the serious ones of the newest incidents.
final class Followers {
    private static final int NEWEST = 80;
    private static final Set<String> SERIOUS = Set.of("SEV-1", "SEV-2");

    private Followers() {}

    static List<SampleFollow> of(Cast cast, SampleRisks risks, int incidents, IntFunction<SampleIncident> incidentAt) {
        var onlookers = cast.people().stream()
                .filter(person -> person.active() && person.onlyReadsIncidents())
                .toList();
        var ofIncidents = IntStream.range(Math.max(0, incidents - NEWEST), incidents)
                .filter(i -> isSerious(incidentAt.apply(i)))
                .boxed()
                .flatMap(i -> Stream.concat(
                                Stream.of(cast.lead()),
                                onlookers.stream()
                                        .skip(i % Math.max(1, onlookers.size()))
                                        .limit(1))
                        .map(person -> new SampleFollow("incident", i + 1, person.key())));
        var ofRisks = IntStream.rangeClosed(1, risks.risks().size())
                .boxed()
                .flatMap(number -> risks.risks().get(number - 1).followers().stream()
                        .map(by -> new SampleFollow("risk", number, by)));
        return Stream.concat(ofIncidents, ofRisks).toList();
    }

    private static boolean isSerious(SampleIncident incident) {
        var severity = incident.severity();
        return severity != null && SERIOUS.contains(severity);
    }
}
