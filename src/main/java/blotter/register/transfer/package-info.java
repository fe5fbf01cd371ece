/** Import and export of files. */
@org.jspecify.annotations.NullMarked
package blotter.register.transfer;
