/** Access to PostgreSQL: pool, migrations, type mappings, caches. */
@org.jspecify.annotations.NullMarked
package blotter.platform.database;
