/** Threat objectives: the goals of attackers. */
@org.jspecify.annotations.NullMarked
package blotter.register.objective;
