/** The command line: run, demo, bench and the administrative commands. */
@org.jspecify.annotations.NullMarked
package blotter.app.cli;
