package blotter.register.comment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A comment on an entry.
///
/// @param value Markdown
/// @param edited when its text last changed, or null
public record Comment(
        UUID id,
        UUID author,
        String value,
        Instant created,
        @Nullable Instant edited) {

    Comment edited(String newValue, Instant at) {
        return new Comment(id, author, newValue, created, at);
    }
}
