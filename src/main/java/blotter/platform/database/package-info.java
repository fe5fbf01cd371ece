/** The way to PostgreSQL: the pool, the migrations, the types, and what is kept in memory of it. */
@org.jspecify.annotations.NullMarked
package blotter.platform.database;
