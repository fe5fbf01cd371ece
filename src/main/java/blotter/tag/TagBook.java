package blotter.tag;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tags of one organization, by id and by label.
public final class TagBook {
    /// The order of labels, whatever their case and accents.
    public static final Comparator<String> BY_LABEL =
            Comparator.<String, String>comparing(TagKey::of).thenComparing(Comparator.naturalOrder());

    private final Map<UUID, Keyed> byId;
    private final Map<String, Tag> byKey;

    private record Keyed(String key, Tag tag) {}

    /// A book of these tags.
    public TagBook(Collection<Tag> tags) {
        byId = HashMap.newHashMap(tags.size());
        byKey = HashMap.newHashMap(tags.size());
        tags.forEach(this::put);
    }

    private TagBook(TagBook book, Collection<Tag> more) {
        byId = new HashMap<>(book.byId);
        byKey = new HashMap<>(book.byKey);
        more.forEach(this::put);
    }

    private void put(Tag tag) {
        var key = TagKey.of(tag.content());
        byId.put(tag.id(), new Keyed(key, tag));
        byKey.put(key, tag);
    }

    /// This book and these tags.
    TagBook with(Collection<Tag> more) {
        return new TagBook(this, more);
    }

    public @Nullable Tag find(UUID id) {
        var keyed = byId.get(id);
        return keyed == null ? null : keyed.tag;
    }

    public @Nullable Tag find(String label) {
        return byKey.get(TagKey.of(label));
    }

    /// These tags, ordered by their labels whatever the case and accents; those that are none are left out.
    public List<Tag> sorted(Collection<UUID> ids) {
        return ids.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Keyed::key))
                .map(Keyed::tag)
                .toList();
    }

    /// The tags whose labels contain this, whatever the case and accents.
    public List<Tag> containing(String part) {
        var key = TagKey.of(part);
        return byId.values().stream()
                .filter(keyed -> keyed.key.contains(key))
                .map(Keyed::tag)
                .toList();
    }

    Collection<Tag> all() {
        return byKey.values();
    }
}
