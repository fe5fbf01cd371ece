/** Who may do what: roles, permissions, and the caller that has them. */
@org.jspecify.annotations.NullMarked
package blotter.platform.access;
