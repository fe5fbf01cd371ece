@org.jspecify.annotations.NullMarked
package blotter.platform.http;
