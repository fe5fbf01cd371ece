package blotter.register.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change to an entry's tags.
public sealed interface TagChange {

    /// Replaces all tags.
    record Replace(List<UUID> tags) implements TagChange {}

    /// Adds some tags and removes others. No tag is in both lists.
    record Edit(List<UUID> add, List<UUID> remove) implements TagChange {}

    /// A patch that replaces a tag by another, or removes it if there is none.
    static Patch instead(List<UUID> current, UUID tag, @Nullable UUID into) {
        var after = new LinkedHashSet<UUID>();
        current.forEach(each -> {
            if (!each.equals(tag)) {
                after.add(each);
            } else if (into != null) {
                after.add(into);
            }
        });
        return new Patch(Map.of(), new Replace(List.copyOf(after)), null);
    }

    /// The entry's tags afterwards; the same list when nothing changes.
    default List<UUID> apply(List<UUID> current) {
        return switch (this) {
            case Replace(var tags) -> {
                boolean same = current.size() == tags.size() && current.containsAll(tags);
                yield same ? current : tags;
            }
            case Edit(var add, var remove) -> {
                var rest = new ArrayList<>(current);
                boolean removed = rest.removeAll(remove);
                if (!removed && current.containsAll(add)) {
                    yield current;
                }
                var all = new LinkedHashSet<>(rest);
                all.addAll(add);
                yield List.copyOf(all);
            }
        };
    }
}
