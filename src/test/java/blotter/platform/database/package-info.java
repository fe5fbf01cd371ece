/** Tests of the pool and the migrations. */
@org.jspecify.annotations.NullMarked
package blotter.platform.database;
