/** Blotter, the security incident register. */
@org.jspecify.annotations.NullMarked
package blotter;
