package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An incident as it was when it was opened (status New, assigned to nobody), and what happened to it since,
/// oldest first. `openedBy` is the key of a person or of a service account. Nothing in it is later than the
/// register's `now`.
record SampleIncident(
        Instant createdAt,
        String openedBy,
        String title,
        String description,
        @Nullable String severity,
        @Nullable String source,
        Instant detectedDate,
        @Nullable Instant occurredDate,
        List<String> tags,
        List<SampleObjective> objectives,
        List<SampleMove> moves,
        List<SampleComment> comments,
        List<SampleLink> risks) {}
