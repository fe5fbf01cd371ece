/** Single sign-on: people whom an identity provider knows (OpenID Connect). */
@org.jspecify.annotations.NullMarked
package blotter.people.sso;
