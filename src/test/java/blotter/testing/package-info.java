/** Test support: a real PostgreSQL, tenants, and a client that checks every response against the contract. */
@org.jspecify.annotations.NullMarked
package blotter.testing;
