/** The sample register: realistic organizations, people, incidents and risks, reproducible from a seed. */
@org.jspecify.annotations.NullMarked
package blotter.tools.sample;
