/** What happened to an incident, by whom, and in which batch. */
@org.jspecify.annotations.NullMarked
package blotter.history;
