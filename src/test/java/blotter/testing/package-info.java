/** What tests share: a real PostgreSQL, tenants, the contract as a judge, and a client that asks it about every answer. */
@org.jspecify.annotations.NullMarked
package blotter.testing;
