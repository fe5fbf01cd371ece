/** Users, authentication, and the audit log. */
@org.jspecify.annotations.NullMarked
package blotter.people;
