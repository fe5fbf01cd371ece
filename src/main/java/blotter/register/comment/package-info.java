/** What people write under incidents and risks. */
@org.jspecify.annotations.NullMarked
package blotter.register.comment;
