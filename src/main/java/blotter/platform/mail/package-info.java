/** Outgoing mail. */
@org.jspecify.annotations.NullMarked
package blotter.platform.mail;
