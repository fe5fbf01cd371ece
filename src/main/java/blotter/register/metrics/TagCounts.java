package blotter.register.metrics;

import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;

/// The numbers of entries by tag.
record TagCounts(Map<UUID, Long> counts) {
    private static final int LIMIT = 300;

    private record Use(Tag tag, long count) {}

    /// Writes the most frequent tags first, up to the limit.
    ///
    /// @param book contains all counted tags
    void writeTo(JsonGenerator json, TagBook book) throws IOException {
        var uses = counts.entrySet().stream()
                .<Use>mapMulti((each, sink) -> {
                    var tag = book.find(each.getKey());
                    if (tag != null) {
                        sink.accept(new Use(tag, each.getValue()));
                    }
                })
                .sorted(Comparator.comparingLong(Use::count)
                        .reversed()
                        .thenComparing(use -> use.tag().content(), TagBook.BY_LABEL))
                .limit(LIMIT)
                .toList();
        json.writeArrayFieldStart("tags");
        for (var use : uses) {
            json.writeStartObject();
            json.writeFieldName("tag");
            use.tag.writeTo(json);
            json.writeNumberField("count", use.count);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
