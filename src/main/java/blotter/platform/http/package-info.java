/** What every resource shares: the request, its query, and the answer. */
@org.jspecify.annotations.NullMarked
package blotter.platform.http;
