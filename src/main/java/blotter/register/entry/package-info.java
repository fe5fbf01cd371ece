/** What the registers share: lists, operations on entries, batches. Each register declares itself as a `RegisterKind`. */
@org.jspecify.annotations.NullMarked
package blotter.register.entry;
