@org.jspecify.annotations.NullMarked
package blotter.platform.paging;
