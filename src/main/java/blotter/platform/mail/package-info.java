/** Letters to people, and what sends them. */
@org.jspecify.annotations.NullMarked
package blotter.platform.mail;
