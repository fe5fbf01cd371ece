/** Tests of authorization and of the isolation of organizations. */
@org.jspecify.annotations.NullMarked
package blotter.platform.access;
