/** The signature: changes of many incidents at once, all or nothing. */
@org.jspecify.annotations.NullMarked
package blotter.register.change;
