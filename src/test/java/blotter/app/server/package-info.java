/** Tests of the server's settings and of what it serves beside the register. */
@org.jspecify.annotations.NullMarked
package blotter.app.server;
