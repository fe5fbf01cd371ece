@org.jspecify.annotations.NullMarked
package blotter.people.audit;
