/** Users: people and service accounts. */
@org.jspecify.annotations.NullMarked
package blotter.people.person;
