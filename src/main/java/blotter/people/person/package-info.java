/** People and service accounts: both are users. */
@org.jspecify.annotations.NullMarked
package blotter.people.person;
