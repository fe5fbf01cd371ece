@org.jspecify.annotations.NullMarked
package blotter.http;
