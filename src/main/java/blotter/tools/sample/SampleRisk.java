package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A risk in its current state.
///
/// @param movedAt when it left the status New; null when it is still New
record SampleRisk(
        String title,
        String description,
        String type,
        String source,
        String likelihood,
        String likelihoodReasoning,
        String impact,
        String impactReasoning,
        String status,
        String openedBy,
        @Nullable String assignedTo,
        Instant discoveredDate,
        Instant createdAt,
        @Nullable Instant movedAt,
        @Nullable String movedBy,
        @Nullable Instant expectedDate,
        @Nullable Instant closedDate,
        @Nullable String remediationTask,
        @Nullable String controlStatement,
        List<String> tags,
        List<SampleObjective> objectives,
        List<SampleComment> comments,
        List<String> followers) {}
