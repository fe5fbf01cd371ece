/** PostgreSQL: the pool, the migrations, the embedded server. */
@org.jspecify.annotations.NullMarked
package blotter.database;
