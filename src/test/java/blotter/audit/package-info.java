@org.jspecify.annotations.NullMarked
package blotter.audit;
