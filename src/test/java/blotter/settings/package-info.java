@org.jspecify.annotations.NullMarked
package blotter.settings;
