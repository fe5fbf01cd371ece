package blotter.tools.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;

/// The sample register: two fictitious organizations, reproducible from seed, `now` and number of incidents.
record SampleRegister(List<SampleOrganization> organizations) {

    static final int MONTHS = 18;
    private static final int SECOND_INCIDENTS = 40;

    /// @param incidents the number in the first organization, `demo`; generated lazily, so that any number fits
    ///     into
    /// memory
    static SampleRegister generate(long seed, Instant now, int incidents) {
        if (incidents < 0) {
            throw new IllegalArgumentException("incidents: %d (expected: 0 or more)".formatted(incidents));
        }
        var scenarios = Scenarios.load();
        return new SampleRegister(List.of(
                organization("demo", "Northwind Logistics", scenarios, seed, now, incidents),
                organization("second", "Harbour Lane Clinics", scenarios, seed, now, SECOND_INCIDENTS)));
    }

    private static SampleOrganization organization(
            String slug, String name, Scenarios scenarios, long seed, Instant now, int incidents) {
        var from = now.atZone(ZoneOffset.UTC).minusMonths(MONTHS).toInstant();
        var cast = Cast.of(slug + "/people.txt", now);
        var words = Words.of("words.txt", slug + "/words.txt");
        var random = new SplittableRandom(seed ^ slug.hashCode());
        var risks = SampleRisks.draw(slug + "/risks.txt", words, cast, random.split(), from, now);
        var arrivals = Arrivals.draw(random.split(), from, now, incidents, slug.equals("demo"));
        var writer = new IncidentWriter(scenarios, words, cast, risks, arrivals, from, now, random.nextLong());
        return new SampleOrganization(
                slug,
                name,
                from.minus(Duration.ofDays(3)),
                cast.people(),
                cast.machines(),
                risks.risks(),
                incidents,
                writer::write,
                Followers.of(cast, risks, incidents, writer::write),
                SampleView.read(slug + "/views.txt", now));
    }
}
