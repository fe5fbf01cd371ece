/** Tags: an organization's labels. */
@org.jspecify.annotations.NullMarked
package blotter.register.tag;
