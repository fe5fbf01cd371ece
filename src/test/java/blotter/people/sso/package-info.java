/** Tests of single sign-on, with a real provider. */
@org.jspecify.annotations.NullMarked
package blotter.people.sso;
