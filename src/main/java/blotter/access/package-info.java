/** Who may do what: tokens, roles, permissions, service accounts. */
@org.jspecify.annotations.NullMarked
package blotter.access;
