@org.jspecify.annotations.NullMarked
package blotter.metrics;
