/** Tests of the server: settings, limits, headers, health, TLS, and the page's files. */
@org.jspecify.annotations.NullMarked
package blotter.app.server;
