@org.jspecify.annotations.NullMarked
package blotter.comment;
