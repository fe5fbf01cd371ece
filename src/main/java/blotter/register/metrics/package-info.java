/** What dashboards count: how many incidents of what kind, and how long they took. */
@org.jspecify.annotations.NullMarked
package blotter.register.metrics;
