/** Tests of the PostgreSQL that Blotter brings along. */
@org.jspecify.annotations.NullMarked
package blotter.platform.embedded;
