package blotter.register.feed;

import blotter.register.feed.FeedStore.Marks;
import org.jspecify.annotations.Nullable;

/// The last row before which no transaction is still writing.
///
/// Rows get their ids before their transactions commit, so an older row can become visible after a newer one. But a
/// transaction that has taken a row id also has a transaction id. So the row ids that were handed out at the
/// beginning of a poll are settled when all transactions with an id at that time have ended.
final class Watermark {
    private Position settled;
    private Position issued;
    private @Nullable Position candidate;
    private long candidateNext;
    private boolean certain;

    /// @param window how many rows back running transactions may have started
    Watermark(Marks marks, long window) {
        this.issued = marks.issued();
        this.settled = issued.back(window);
    }

    Position settled() {
        return settled;
    }

    /// Whether [#settled] is exact, and not only the beginning of the window.
    boolean isCertain() {
        return certain;
    }

    /// Returns the position that is settled once the current rows have been read.
    ///
    /// @param window how many rows the position may stay behind; longer transactions are no longer waited for
    Position next(Marks marks, long window) {
        if (candidate == null) {
            // The ids before these marks: later ids may belong to later transactions.
            candidate = issued;
            candidateNext = marks.next();
        }
        issued = marks.issued();
        var next = settled;
        if (marks.oldest() >= candidateNext) {
            next = candidate;
            candidate = null;
            certain = true;
        }
        var least = issued.back(window);
        return new Position(Math.max(next.incidents(), least.incidents()), Math.max(next.risks(), least.risks()));
    }

    void settle(Position position) {
        settled = position;
    }
}
