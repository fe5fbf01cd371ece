@org.jspecify.annotations.NullMarked
package blotter.tag;
