/** Tests of who may do what. */
@org.jspecify.annotations.NullMarked
package blotter.platform.access;
