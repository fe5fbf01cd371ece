/** What works on a register from outside: the benchmark, and the sample register. */
@org.jspecify.annotations.NullMarked
package blotter.tools;
