/** Lists in pages: what is asked for, where the next page begins, and the page as it is answered. */
@org.jspecify.annotations.NullMarked
package blotter.platform.paging;
