@org.jspecify.annotations.NullMarked
package blotter.risk;
