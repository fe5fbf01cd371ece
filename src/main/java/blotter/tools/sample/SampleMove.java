package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of an incident. Null and an empty `addTags` mean unchanged; `objectives` replaces the whole set.
record SampleMove(
        Instant at,
        String by,
        @Nullable String title,
        @Nullable String description,
        @Nullable String status,
        @Nullable String severity,
        @Nullable String severityReasoning,
        @Nullable String assignedTo,
        @Nullable String source,
        @Nullable Instant occurredDate,
        @Nullable Instant respondedDate,
        @Nullable Instant containedDate,
        List<String> addTags,
        @Nullable List<SampleObjective> objectives) {

    static Draft draft(Instant at, String by) {
        return new Draft(at, by);
    }

    /// A builder.
    static final class Draft {
        private final Instant at;
        private final String by;
        private @Nullable String title;
        private @Nullable String description;
        private @Nullable String status;
        private @Nullable String severity;
        private @Nullable String severityReasoning;
        private @Nullable String assignedTo;
        private @Nullable String source;
        private @Nullable Instant occurredDate;
        private @Nullable Instant respondedDate;
        private @Nullable Instant containedDate;
        private List<String> addTags = List.of();
        private @Nullable List<SampleObjective> objectives;

        private Draft(Instant at, String by) {
            this.at = at;
            this.by = by;
        }

        Draft text(@Nullable String newTitle, @Nullable String newDescription) {
            title = newTitle;
            description = newDescription;
            return this;
        }

        Draft status(String to) {
            status = to;
            return this;
        }

        Draft severity(String to, String reasoning) {
            severity = to;
            severityReasoning = reasoning;
            return this;
        }

        Draft assignedTo(String key) {
            assignedTo = key;
            return this;
        }

        Draft source(String name) {
            source = name;
            return this;
        }

        Draft occurred(Instant date) {
            occurredDate = date;
            return this;
        }

        Draft responded(Instant date) {
            respondedDate = date;
            return this;
        }

        Draft contained(Instant date) {
            containedDate = date;
            return this;
        }

        Draft tags(List<String> labels) {
            addTags = List.copyOf(labels);
            return this;
        }

        Draft objectives(List<SampleObjective> set) {
            objectives = List.copyOf(set);
            return this;
        }

        SampleMove done() {
            return new SampleMove(
                    at,
                    by,
                    title,
                    description,
                    status,
                    severity,
                    severityReasoning,
                    assignedTo,
                    source,
                    occurredDate,
                    respondedDate,
                    containedDate,
                    addTags,
                    objectives);
        }
    }
}
