/** Links between incidents and risks, over HTTP: from either side, and risks made from incidents. */
@org.jspecify.annotations.NullMarked
package blotter.register.link;
