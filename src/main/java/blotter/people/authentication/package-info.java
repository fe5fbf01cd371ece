/** Who calls: people and their sessions, service accounts and their tokens, and the filter that lets a request through. */
@org.jspecify.annotations.NullMarked
package blotter.people.authentication;
