/** The embedded PostgreSQL: its binaries, its data folder and its process. */
@org.jspecify.annotations.NullMarked
package blotter.platform.embedded;
