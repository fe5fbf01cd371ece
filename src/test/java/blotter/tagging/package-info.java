@org.jspecify.annotations.NullMarked
package blotter.tagging;
