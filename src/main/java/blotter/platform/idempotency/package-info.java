/** The same request sent twice is done once. */
@org.jspecify.annotations.NullMarked
package blotter.platform.idempotency;
