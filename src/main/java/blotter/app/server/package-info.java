/** The server: settings, wiring, health, and the page's files. */
@org.jspecify.annotations.NullMarked
package blotter.app.server;
