/** Import and export: what goes into a register as a file, and comes out of it as one. */
@org.jspecify.annotations.NullMarked
package blotter.register.transfer;
