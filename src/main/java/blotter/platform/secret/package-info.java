/** Encryption of the secrets that the database stores and Blotter must read back. */
@org.jspecify.annotations.NullMarked
package blotter.platform.secret;
