/** Infrastructure that does not depend on incidents or people: HTTP, JSON, the database, roles. */
@org.jspecify.annotations.NullMarked
package blotter.platform;
