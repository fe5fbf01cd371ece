/** Tests of incidents, as a client of the API sees them. */
@org.jspecify.annotations.NullMarked
package blotter.register.incident;
