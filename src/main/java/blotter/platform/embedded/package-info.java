/** The PostgreSQL that Blotter brings along: its programs, its data folder, and its life as our child. */
@org.jspecify.annotations.NullMarked
package blotter.platform.embedded;
