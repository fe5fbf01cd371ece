/** Tests of tokens, as machines get and use them. */
@org.jspecify.annotations.NullMarked
package blotter.authentication;
