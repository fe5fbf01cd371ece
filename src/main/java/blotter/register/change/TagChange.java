package blotter.register.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a patch does to an entry's tags.
public record TagChange(Operation operation, List<UUID> tags) {

    /// How the named tags meet those that an entry has.
    public enum Operation {
        ADD("Add"),
        REMOVE("Remove"),
        REPLACE("Replace");

        private final String label;

        Operation(String label) {
            this.label = label;
        }

        static @Nullable Operation of(String label) {
            for (var operation : values()) {
                if (operation.label.equals(label)) {
                    return operation;
                }
            }
            return null;
        }
    }

    /// The patch that puts one tag in another's place, or takes it off when there is none.
    static Patch instead(List<UUID> current, UUID tag, @Nullable UUID into) {
        var after = new LinkedHashSet<UUID>();
        current.forEach(each -> {
            if (!each.equals(tag)) {
                after.add(each);
            } else if (into != null) {
                after.add(into);
            }
        });
        return new Patch(Map.of(), new TagChange(Operation.REPLACE, List.copyOf(after)), null);
    }

    /// The entry's tags afterwards; the same list when nothing changes.
    List<UUID> apply(List<UUID> current) {
        return switch (operation) {
            case ADD -> {
                if (current.containsAll(tags)) {
                    yield current;
                }
                var all = new LinkedHashSet<>(current);
                all.addAll(tags);
                yield List.copyOf(all);
            }
            case REMOVE -> {
                var rest = new ArrayList<>(current);
                yield rest.removeAll(tags) ? List.copyOf(rest) : current;
            }
            case REPLACE -> {
                boolean same = current.size() == tags.size() && current.containsAll(tags);
                yield same ? current : tags;
            }
        };
    }
}
