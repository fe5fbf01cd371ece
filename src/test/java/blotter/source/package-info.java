@org.jspecify.annotations.NullMarked
package blotter.source;
