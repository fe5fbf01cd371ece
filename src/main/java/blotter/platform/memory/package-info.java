/// How much of the heap requests may hold at a time.
@org.jspecify.annotations.NullMarked
package blotter.platform.memory;
