/** Tests of service accounts and tokens. */
@org.jspecify.annotations.NullMarked
package blotter.people.authentication;
