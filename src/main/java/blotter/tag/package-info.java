/** Tags: an organization's labels. */
@org.jspecify.annotations.NullMarked
package blotter.tag;
