/** Tests of users, as a client of the API sees them. */
@org.jspecify.annotations.NullMarked
package blotter.people.person;
