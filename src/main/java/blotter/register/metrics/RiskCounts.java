package blotter.register.metrics;

import blotter.register.risk.Risks;
import blotter.register.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The numbers of risks by value, from one snapshot.
final class RiskCounts {
    private static final List<String> STATUSES = Risks.STATUS.allowed();
    private static final List<String> URGENCIES = withNone(Risks.URGENCY.allowed());
    private static final List<String> LIKELIHOODS = withNone(Risks.LIKELIHOOD.allowed());
    private static final List<String> IMPACTS = withNone(Risks.IMPACT.allowed());

    private final Map<String, Long> statuses = Counts.zeros(STATUSES);
    private final Map<String, Long> urgencies = Counts.zeros(URGENCIES);
    private final Map<Score, Long> scores = new HashMap<>();
    private final Map<UUID, Long> tags = new HashMap<>();
    private long total;

    private record Score(String likelihood, String impact) {}

    private static List<String> withNone(List<String> choices) {
        var all = new ArrayList<>(choices);
        all.add(Counts.NONE);
        return all;
    }

    /// Adds a number of risks with all of these values.
    void add(
            String status, @Nullable String urgency, @Nullable String likelihood, @Nullable String impact, long count) {
        total += count;
        statuses.merge(status, count, Long::sum);
        urgencies.merge(Counts.name(urgency), count, Long::sum);
        scores.merge(new Score(Counts.name(likelihood), Counts.name(impact)), count, Long::sum);
    }

    /// Adds a number of risks with this tag.
    void addTag(UUID tag, long count) {
        tags.merge(tag, count, Long::sum);
    }

    Set<UUID> tags() {
        return tags.keySet();
    }

    /// @param book contains all counted tags
    void writeTo(JsonGenerator json, TagBook book) throws IOException {
        json.writeStartObject();
        json.writeNumberField("total", total);
        Counts.write(json, "statuses", "status", statuses);
        Counts.write(json, "urgencies", "urgency", urgencies);
        json.writeArrayFieldStart("scores");
        for (var likelihood : LIKELIHOODS) {
            for (var impact : IMPACTS) {
                json.writeStartObject();
                json.writeStringField("likelihood", likelihood);
                json.writeStringField("impact", impact);
                json.writeNumberField("count", scores.getOrDefault(new Score(likelihood, impact), 0L));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        new TagCounts(tags).writeTo(json, book);
        json.writeEndObject();
    }
}
