/** The incident register. */
@org.jspecify.annotations.NullMarked
package blotter.register.incident;
