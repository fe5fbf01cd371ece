/** The programs: the command line, and the server that wires everything together. */
@org.jspecify.annotations.NullMarked
package blotter.app;
