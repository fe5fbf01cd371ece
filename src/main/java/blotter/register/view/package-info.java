/** Saved views of lists. */
@org.jspecify.annotations.NullMarked
package blotter.register.view;
