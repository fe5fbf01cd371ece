package blotter.register.entry;

import blotter.platform.paging.ListRequest;
import blotter.register.change.Entry;
import java.util.List;
import java.util.function.Consumer;

/// All entries that a filter finds, in order, without pages.
public final class Listing {
    /// At most so many entries are in memory at a time.
    static final int PAGE = 500;

    private final EntryStore store;
    private final int orgId;
    private final ListFilter filter;
    private final ListRequest first;

    Listing(EntryStore store, int orgId, ListFilter filter, ListRequest first) {
        this.store = store;
        this.orgId = orgId;
        this.filter = filter;
        this.first = first;
    }

    /// Passes the entries on, some at a time, as of the moment of the call. Holds a connection until the last one.
    public void each(Consumer<List<Entry>> some) {
        store.each(orgId, filter, first, some);
    }
}
