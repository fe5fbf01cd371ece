/** What tests share: the contract as a judge, and a small HTTP client that asks it about every answer. */
@org.jspecify.annotations.NullMarked
package blotter.testing;
