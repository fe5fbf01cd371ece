package blotter.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one case came to with one number of connections.
///
/// @param floor requests a second of `pgbench`, before and after each of the service's
/// @param service requests a second, one for each round
/// @param ratio of the service to the mean of the floors, the median of the rounds; null without a floor
/// @param goal the least ratio that we want; null for none
/// @param serviceCpuMillis time on a core, by request
/// @param databaseCpuMillis the same of PostgreSQL's processes
record Figures(
        String name,
        int connections,
        int incidents,
        List<Double> floor,
        List<Double> service,
        @Nullable Double ratio,
        @Nullable Double goal,
        double p50Millis,
        double p99Millis,
        double serviceCpuMillis,
        double databaseCpuMillis,
        long requests,
        long failed,
        @Nullable String firstFault) {

    double perSecond() {
        return mean(service);
    }

    /// Time for each incident of a request, with all connections busy.
    double microsPerIncident() {
        return 1e6 / perSecond() / incidents;
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
