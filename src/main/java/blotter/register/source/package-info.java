/** Sources of incidents and risks over HTTP. */
@org.jspecify.annotations.NullMarked
package blotter.register.source;
