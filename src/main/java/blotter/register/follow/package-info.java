/** Followers of incidents and risks. */
@org.jspecify.annotations.NullMarked
package blotter.register.follow;
