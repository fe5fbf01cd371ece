/** Tests of users in the API. */
@org.jspecify.annotations.NullMarked
package blotter.people.person;
