/** Tests of import and export. */
@org.jspecify.annotations.NullMarked
package blotter.register.transfer;
