/** Tests of people's accounts, including attacks. */
@org.jspecify.annotations.NullMarked
package blotter.people.account;
