/** Incidents and risks: their lists, changes, history, and all that belongs to them. */
@org.jspecify.annotations.NullMarked
package blotter.register;
