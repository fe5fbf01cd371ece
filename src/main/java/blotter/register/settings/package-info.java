/** The organization's settings over HTTP, and what follows from them. */
@org.jspecify.annotations.NullMarked
package blotter.register.settings;
