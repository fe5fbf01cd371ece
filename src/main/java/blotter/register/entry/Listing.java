package blotter.register.entry;

import blotter.platform.paging.ListRequest;
import blotter.register.change.Entry;
import java.util.List;
import java.util.function.Consumer;

/// All entries that a filter finds, in an order: a list without pages.
public final class Listing {
    /// So many entries are in memory at a time.
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

    /// Hands the entries over, some at a time, as they all are at one moment: that of the call. A connection
    /// is held until the last has been taken.
    public void each(Consumer<List<Entry>> some) {
        store.each(orgId, filter, first, some);
    }
}
