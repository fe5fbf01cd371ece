package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An organization of the sample register. Its people and machines are there since `since`.
record SampleOrganization(
        String slug,
        String name,
        Instant since,
        List<SamplePerson> people,
        List<SampleServiceAccount> serviceAccounts,
        List<SampleRisk> risks,
        int incidentCount,
        IntFunction<SampleIncident> incidentAt,
        List<SampleFollow> follows,
        List<SampleView> views) {

    /// The incidents in the order of their creation, each written when it is asked for; can be read again, with the
    /// same result.
    Stream<SampleIncident> incidents() {
        return IntStream.range(0, incidentCount).mapToObj(incidentAt);
    }
}
