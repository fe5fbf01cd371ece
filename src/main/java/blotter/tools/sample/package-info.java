/** The sample register: organizations, people, incidents and risks that a security team would believe, the same for the same seed. */
@org.jspecify.annotations.NullMarked
package blotter.tools.sample;
