/** The stream of events. */
@org.jspecify.annotations.NullMarked
package blotter.register.feed;
