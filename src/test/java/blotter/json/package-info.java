@org.jspecify.annotations.NullMarked
package blotter.json;
