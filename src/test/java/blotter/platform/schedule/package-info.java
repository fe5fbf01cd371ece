@org.jspecify.annotations.NullMarked
package blotter.platform.schedule;
