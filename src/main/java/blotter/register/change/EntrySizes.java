package blotter.register.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Entries that were found, by number and in that order, with the bytes of text that each has: enough to divide
/// them into portions before any of them is read.
record EntrySizes(SequencedMap<Long, Long> bytes) {
    static final EntrySizes NONE = new EntrySizes(new LinkedHashMap<>());

    record Size(long number, long bytes) {}

    static EntrySizes of(List<Size> sizes) {
        var bytes = LinkedHashMap.<Long, Long>newLinkedHashMap(sizes.size());
        sizes.forEach(size -> bytes.put(size.number, size.bytes));
        return new EntrySizes(bytes);
    }

    boolean has(long number) {
        return bytes.containsKey(number);
    }

    List<Long> numbers() {
        return List.copyOf(bytes.sequencedKeySet());
    }

    /// The bytes of text that this entry has: 0 if it was not found.
    long of(@Nullable Long number) {
        return number == null ? 0 : bytes.getOrDefault(number, 0L);
    }

    /// Portions of entries that fit into memory together, in the order given.
    <T> List<List<T>> portions(List<T> all, ToLongFunction<T> number) {
        return Portions.of(all, place -> of(number.applyAsLong(all.get(place))));
    }
}
