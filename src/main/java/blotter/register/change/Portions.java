package blotter.register.change;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/// Divides work into portions that fit into memory.
final class Portions {
    /// The most bytes of text in a portion of more than one. The text is in memory some six times: as PostgreSQL
    /// sends it, as values, and as what is written of them.
    static final long MOST_BYTES = 8 << 20;

    private Portions() {}

    /// Portions in the order given, of [Changes#CHUNK] and [#MOST_BYTES] at most.
    ///
    /// @param bytes the bytes of text of the element at an index
    static <T> List<List<T>> of(List<T> all, IntToLongFunction bytes) {
        var portions = new ArrayList<List<T>>();
        int from = 0;
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            long its = bytes.applyAsLong(i);
            if (i > from && (sum + its > MOST_BYTES || i - from == Changes.CHUNK)) {
                portions.add(all.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += its;
        }
        if (from < all.size()) {
            portions.add(all.subList(from, all.size()));
        }
        return portions;
    }
}
