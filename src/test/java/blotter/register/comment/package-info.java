@org.jspecify.annotations.NullMarked
package blotter.register.comment;
