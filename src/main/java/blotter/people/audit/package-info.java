/** The audit log: recording, sealing of it and of the histories, forwarding, and the log over HTTP. */
@org.jspecify.annotations.NullMarked
package blotter.people.audit;
