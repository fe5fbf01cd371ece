/** Problem documents (RFC 9457): every failure that a client can see. */
@org.jspecify.annotations.NullMarked
package blotter.platform.problem;
