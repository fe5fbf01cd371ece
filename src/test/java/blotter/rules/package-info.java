/** The house rules, with their reasons. */
@org.jspecify.annotations.NullMarked
package blotter.rules;
