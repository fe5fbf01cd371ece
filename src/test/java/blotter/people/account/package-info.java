/** Tests of people's accounts, and of the attacks on them. */
@org.jspecify.annotations.NullMarked
package blotter.people.account;
