@org.jspecify.annotations.NullMarked
package blotter.change;
