@org.jspecify.annotations.NullMarked
package blotter.feed;
