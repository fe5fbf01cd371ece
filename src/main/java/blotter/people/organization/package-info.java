/** Organizations, their settings and sources. */
@org.jspecify.annotations.NullMarked
package blotter.people.organization;
