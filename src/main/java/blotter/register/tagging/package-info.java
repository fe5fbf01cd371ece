/** `/v1/tags`: the organization's tags, and the effects of changing one on entries. */
@org.jspecify.annotations.NullMarked
package blotter.register.tagging;
