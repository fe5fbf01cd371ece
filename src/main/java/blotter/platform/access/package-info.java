/** Authorization: roles, permissions, and the caller. */
@org.jspecify.annotations.NullMarked
package blotter.platform.access;
