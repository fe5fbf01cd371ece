package blotter.register.change;

import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization's people and tags, to write them in place of the ids that entries hold.
public record Names(Map<UUID, Member> users, TagBook tags) {
    public @Nullable User user(@Nullable UUID id) {
        var member = id == null ? null : users.get(id);
        return member == null ? null : member.user();
    }

    public void writeUser(JsonGenerator json, String field, @Nullable UUID id) throws IOException {
        json.writeFieldName(field);
        writeUser(json, id);
    }

    void writeUser(JsonGenerator json, @Nullable UUID id) throws IOException {
        var user = user(id);
        if (user == null) {
            json.writeNull();
        } else {
            user.writeTo(json);
        }
    }

    /// Tags ordered by their labels.
    public List<Tag> sorted(List<UUID> ids) {
        return tags.sorted(ids);
    }

    /// Writes tags ordered by their labels.
    public void writeTags(JsonGenerator json, List<UUID> ids) throws IOException {
        tags.write(json, ids);
    }
}
