/** What tests share: a real PostgreSQL, and one database for each test class. */
@org.jspecify.annotations.NullMarked
package blotter.testing;
