/** The house rules, each with its reason. */
@org.jspecify.annotations.NullMarked
package blotter.rules;
