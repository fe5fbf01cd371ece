/** Saved views: lists that somebody wants to see again. */
@org.jspecify.annotations.NullMarked
package blotter.register.view;
