/** Authentication of requests: sessions, service accounts, tokens, passwords, and the filter. */
@org.jspecify.annotations.NullMarked
package blotter.people.authentication;
