/** People's accounts: signing in and out, sessions, passwords. */
@org.jspecify.annotations.NullMarked
package blotter.people.account;
