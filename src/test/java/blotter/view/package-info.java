@org.jspecify.annotations.NullMarked
package blotter.view;
