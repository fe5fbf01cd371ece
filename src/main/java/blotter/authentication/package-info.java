/** Who calls: service accounts, their tokens, and the filter that lets a request through. */
@org.jspecify.annotations.NullMarked
package blotter.authentication;
