/** The register of risks, and its derived values. */
@org.jspecify.annotations.NullMarked
package blotter.register.risk;
