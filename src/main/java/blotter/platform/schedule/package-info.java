/** Work that runs later or regularly, on one of the nodes. */
@org.jspecify.annotations.NullMarked
package blotter.platform.schedule;
