/** The server put together: settings, wiring, health, and what is served beside the register. */
@org.jspecify.annotations.NullMarked
package blotter.app.server;
