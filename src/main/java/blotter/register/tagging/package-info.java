/** `/v1/tags`: the organization's labels, and what a change of one does to all that has it. */
@org.jspecify.annotations.NullMarked
package blotter.register.tagging;
