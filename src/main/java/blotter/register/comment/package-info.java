/** Comments on incidents and risks. */
@org.jspecify.annotations.NullMarked
package blotter.register.comment;
