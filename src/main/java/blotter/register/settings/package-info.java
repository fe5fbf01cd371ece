/** The organization's settings over HTTP, and the effects of a change. */
@org.jspecify.annotations.NullMarked
package blotter.register.settings;
