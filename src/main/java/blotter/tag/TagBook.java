package blotter.tag;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tags of one organization, by id and by label.
public final class TagBook {
    private final Map<UUID, Tag> byId;
    private final Map<String, Tag> byKey;

    /// A book of these tags.
    public TagBook(Collection<Tag> tags) {
        byId = HashMap.newHashMap(tags.size());
        byKey = HashMap.newHashMap(tags.size());
        for (var tag : tags) {
            byId.put(tag.id(), tag);
            byKey.put(TagKey.of(tag.content()), tag);
        }
    }

    private TagBook(TagBook book, Collection<Tag> more) {
        byId = new HashMap<>(book.byId);
        byKey = new HashMap<>(book.byKey);
        for (var tag : more) {
            byId.put(tag.id(), tag);
            byKey.put(TagKey.of(tag.content()), tag);
        }
    }

    /// This book and these tags.
    TagBook with(Collection<Tag> more) {
        return new TagBook(this, more);
    }

    public @Nullable Tag find(UUID id) {
        return byId.get(id);
    }

    public @Nullable Tag find(String label) {
        return byKey.get(TagKey.of(label));
    }

    Collection<Tag> all() {
        return byId.values();
    }
}
