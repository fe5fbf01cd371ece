/** Metrics for dashboards: counts and durations. */
@org.jspecify.annotations.NullMarked
package blotter.register.metrics;
