@org.jspecify.annotations.NullMarked
package blotter.memory;
