/** Threat objectives: what an attacker was after. */
@org.jspecify.annotations.NullMarked
package blotter.register.objective;
