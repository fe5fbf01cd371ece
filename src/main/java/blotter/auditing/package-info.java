/** The audit log over HTTP. */
@org.jspecify.annotations.NullMarked
package blotter.auditing;
