/** Who uses the register, how they sign in, and the audit log of what they did. */
@org.jspecify.annotations.NullMarked
package blotter.people;
