/** Who did what: the audit log, the seals over it and over the histories, who else is told, and the log over HTTP. */
@org.jspecify.annotations.NullMarked
package blotter.people.audit;
