/** People's accounts: sign-in, sessions, passwords, second factors, invitations. */
@org.jspecify.annotations.NullMarked
package blotter.people.account;
