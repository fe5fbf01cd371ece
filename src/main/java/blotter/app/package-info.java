/** What runs: the command line and the server, which puts all the rest together. */
@org.jspecify.annotations.NullMarked
package blotter.app;
