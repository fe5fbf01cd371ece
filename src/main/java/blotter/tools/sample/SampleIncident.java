package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An incident as it was opened (status New, not assigned), and its later changes, oldest first. Nothing is later
/// than the register's `now`.
///
/// @param openedBy the key of a person or service account
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
