/** Links between incidents and risks over HTTP, and risks created from incidents. */
@org.jspecify.annotations.NullMarked
package blotter.register.link;
