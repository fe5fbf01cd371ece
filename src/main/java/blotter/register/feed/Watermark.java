package blotter.register.feed;

import blotter.register.feed.FeedStore.Marks;
import org.jspecify.annotations.Nullable;

/// Up to which row the histories are settled: nobody is writing a row of before any more.
///
/// Rows get their ids before their transactions commit, and not in that order, so the newest row that can be read is no
/// mark: an older one may still come. Who has taken an id has a transaction's number by then. So the ids that were
/// given out when a look began are settled as soon as every transaction is over that was numbered by then.
final class Watermark {
    private Position settled;
    private Position given;
    private @Nullable Position candidate;
    private long candidateNext;
    private boolean certain;

    /// @param window how many ids back those who are writing now may be
    Watermark(Marks marks, long window) {
        this.given = marks.given();
        this.settled = given.back(window);
    }

    Position settled() {
        return settled;
    }

    /// Whether [#settled] is, and not only the beginning of the window.
    boolean isCertain() {
        return certain;
    }

    /// Takes the next marks, and answers with what is settled once the rows that are there now have been read.
    ///
    /// @param window how far it may stay behind: who writes for longer is no longer waited for
    Position next(Marks marks, long window) {
        if (candidate == null) {
            // Those that were given out before these marks: what is given out after them may be a later one's.
            candidate = given;
            candidateNext = marks.next();
        }
        given = marks.given();
        var next = settled;
        if (marks.oldest() >= candidateNext) {
            next = candidate;
            candidate = null;
            certain = true;
        }
        var least = given.back(window);
        return new Position(Math.max(next.incidents(), least.incidents()), Math.max(next.risks(), least.risks()));
    }

    void settle(Position position) {
        settled = position;
    }
}
