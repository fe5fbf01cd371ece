/** The register of risks, and what follows from what in it. */
@org.jspecify.annotations.NullMarked
package blotter.register.risk;
