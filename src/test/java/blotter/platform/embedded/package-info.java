/** Tests of the embedded PostgreSQL. */
@org.jspecify.annotations.NullMarked
package blotter.platform.embedded;
