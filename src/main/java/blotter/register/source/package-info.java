/** Where incidents and risks come from. */
@org.jspecify.annotations.NullMarked
package blotter.register.source;
