/** The risk register. */
@org.jspecify.annotations.NullMarked
package blotter.risk;
