/** Who did what: the audit log, the seals over it and over the histories, and who else is told. */
@org.jspecify.annotations.NullMarked
package blotter.audit;
