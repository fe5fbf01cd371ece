/** Encryption of secrets, tested. */
@org.jspecify.annotations.NullMarked
package blotter.platform.secret;
