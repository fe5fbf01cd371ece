/** The command line: run, demo and the administrator's commands. */
@org.jspecify.annotations.NullMarked
package blotter.app.cli;
