/** Strict reading and fast writing of JSON. */
@org.jspecify.annotations.NullMarked
package blotter.platform.json;
