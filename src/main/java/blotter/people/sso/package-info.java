/** Single sign-on with OpenID Connect. */
@org.jspecify.annotations.NullMarked
package blotter.people.sso;
