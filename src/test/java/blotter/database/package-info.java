/** Tests of the pool, the migrations and the embedded server. */
@org.jspecify.annotations.NullMarked
package blotter.database;
