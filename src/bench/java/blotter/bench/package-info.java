/** `blotter bench`: what the service does in a second, beside what PostgreSQL alone does for the same work. */
@org.jspecify.annotations.NullMarked
package blotter.bench;
