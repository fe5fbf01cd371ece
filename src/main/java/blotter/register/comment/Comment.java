package blotter.register.comment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody wrote under an entry.
///
/// @param value Markdown, as it was written
/// @param edited when its text last changed; null when it never has
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
