/** Encryption of the few secrets in the database that have to be read back. */
@org.jspecify.annotations.NullMarked
package blotter.platform.secret;
