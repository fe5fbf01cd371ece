package blotter.register.tag;

import blotter.platform.json.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tags of one organization, by id and by label.
public final class TagBook {
    /// The order of labels, ignoring case and accents.
    public static final Comparator<String> BY_LABEL =
            Comparator.<String, String>comparing(TagKey::of).thenComparing(Comparator.naturalOrder());

    private static final Comparator<Keyed> BY_KEY = Comparator.comparing(Keyed::key);

    private final Map<UUID, Keyed> byId;
    private final Map<String, Tag> byKey;

    private record Keyed(String key, Tag tag, SerializableString json) {}

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
        byId.put(tag.id(), new Keyed(key, tag, Json.prepared(tag::writeTo)));
        byKey.put(key, tag);
    }

    /// This book with more tags.
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

    /// The tags with these ids, sorted by label. Skips unknown ids.
    public List<Tag> sorted(Collection<UUID> ids) {
        return keyed(ids).stream().map(Keyed::tag).toList();
    }

    /// Writes the tags in the same order.
    public void write(JsonGenerator json, Collection<UUID> ids) throws IOException {
        json.writeStartArray();
        for (var tag : keyed(ids)) {
            json.writeRawValue(tag.json);
        }
        json.writeEndArray();
    }

    private List<Keyed> keyed(Collection<UUID> ids) {
        var keyed = new ArrayList<Keyed>(ids.size());
        for (var id : ids) {
            var tag = byId.get(id);
            if (tag != null) {
                keyed.add(tag);
            }
        }
        keyed.sort(BY_KEY);
        return keyed;
    }

    /// The tags whose labels contain this text, ignoring case and accents.
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
