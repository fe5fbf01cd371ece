/** Tests of the encryption of secrets. */
@org.jspecify.annotations.NullMarked
package blotter.platform.secret;
