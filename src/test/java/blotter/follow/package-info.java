@org.jspecify.annotations.NullMarked
package blotter.follow;
