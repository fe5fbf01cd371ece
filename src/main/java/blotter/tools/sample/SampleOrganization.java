package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An organization of the sample register.
///
/// @param since when its people and service accounts were created
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

    /// The incidents in the order of their creation, generated lazily. Repeatable.
    Stream<SampleIncident> incidents() {
        return IntStream.range(0, incidentCount).mapToObj(incidentAt);
    }
}
