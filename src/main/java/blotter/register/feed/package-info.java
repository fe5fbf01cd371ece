/** Tells whoever listens what is written, as it is written. */
@org.jspecify.annotations.NullMarked
package blotter.register.feed;
