@org.jspecify.annotations.NullMarked
package blotter.link;
