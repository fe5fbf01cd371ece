package blotter.tools.sample;

import blotter.people.organization.Organization;
import blotter.people.organization.SlaDays;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.platform.access.Via;
import blotter.platform.database.Database;
import blotter.platform.json.Uuids;
import blotter.register.change.Backfill;
import blotter.register.change.Backfill.Note;
import blotter.register.change.Backfill.Past;
import blotter.register.change.Backfill.Step;
import blotter.register.change.Derivation;
import blotter.register.change.Field;
import blotter.register.change.FieldChange;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Patch;
import blotter.register.change.Stamp;
import blotter.register.change.TagChange;
import blotter.register.comment.Comment;
import blotter.register.comment.CommentStore;
import blotter.register.incident.Incidents;
import blotter.register.objective.ObjectiveRelation.Setting;
import blotter.register.objective.Relevance;
import blotter.register.objective.ThreatObjective;
import blotter.register.risk.RiskRules;
import blotter.register.risk.Risks;
import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import blotter.register.tag.TagStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes a sample organization's incidents and then its risks, through the engine that the API uses.
final class SampleWriter {
    private final Handle handle;
    private final Organization organization;
    private final Map<String, User> people;
    private final Map<UUID, Member> byId;
    private final Map<String, UUID> ids;
    private final SampleStore store;
    private final CommentStore incidentComments;
    private final CommentStore riskComments;
    private final TagStore tagStore = new TagStore();
    private final Map<String, Tag> tags = new HashMap<>();
    private final Map<Long, List<Note>> linksByRisk = new HashMap<>();

    SampleWriter(
            Handle handle, Organization organization, Map<String, User> people, SampleStore store, Database database) {
        this.handle = handle;
        this.organization = organization;
        this.people = people;
        this.byId = people.values().stream()
                .collect(Collectors.toMap(User::id, user -> new Member(user, Member.Kind.PERSON, true, List.of())));
        this.ids = people.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().id()));
        this.store = store;
        this.incidentComments = new CommentStore(database, Incidents.REGISTER);
        this.riskComments = new CommentStore(database, Risks.REGISTER);
    }

    /// Writes the risks and their comments. Comes after the incidents, because a risk's history contains its links
    /// in chronological order.
    void risks(List<SampleRisk> risks) {
        risks.forEach(risk -> makeTags(risk.tags(), risk.openedBy()));
        var backfill = new Backfill(Risks.REGISTER, new TagBook(tags.values()), byId, new RiskRules(SlaDays.DEFAULT));
        var pasts = new ArrayList<Past>(risks.size());
        for (var risk : risks) {
            pasts.add(past(risk, linksByRisk.getOrDefault((long) pasts.size() + 1, List.of())));
        }
        long first = backfill.numbers(handle, organization.id(), pasts.size());
        backfill.write(handle, organization.id(), backfill.prepare(first, pasts));
        var commented = new ArrayList<Long>();
        var comments = new ArrayList<Comment>();
        for (var risk : risks) {
            var number = first++;
            risk.comments().forEach(each -> {
                commented.add(number);
                comments.add(comment(each));
            });
        }
        riskComments.insert(handle, organization.id(), commented, comments);
    }

    private Comment comment(SampleComment comment) {
        var at = comment.at().truncatedTo(ChronoUnit.MICROS);
        return new Comment(Uuids.ordered(at.toEpochMilli()), id(comment.by()), comment.value(), at, null);
    }

    private Note noted(SampleComment comment) {
        return note(comment.at(), comment.by(), "commented", "comment", comment.value());
    }

    private Past past(SampleRisk risk, List<Note> links) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        set(fields, Risks.TITLE, risk.title());
        set(fields, Risks.DESCRIPTION, risk.description());
        set(fields, Risks.STATUS, "New");
        set(fields, Risks.TYPE, risk.type());
        set(fields, Risks.SOURCE, risk.source());
        set(fields, Risks.LIKELIHOOD, risk.likelihood());
        set(fields, Risks.LIKELIHOOD_REASONING, risk.likelihoodReasoning());
        set(fields, Risks.IMPACT, risk.impact());
        set(fields, Risks.IMPACT_REASONING, risk.impactReasoning());
        set(fields, Risks.DISCOVERED, risk.discoveredDate());
        if (risk.movedAt() == null) {
            fields.putAll(moved(risk));
        }
        var tagged = new TagChange.Replace(tagIds(risk.tags()));
        var made = new Step(
                stamp(risk.createdAt(), risk.openedBy()), new Patch(fields, tagged, settings(risk.objectives())));
        var moved = risk.movedAt() == null || risk.movedBy() == null
                ? Stream.<Step>of()
                : Stream.of(new Step(stamp(risk.movedAt(), risk.movedBy()), new Patch(moved(risk), null, null)));
        var notes = Stream.concat(links.stream(), risk.comments().stream().map(this::noted))
                .toList();
        return new Past(made, moved.toList(), notes);
    }

    private Map<Field, FieldChange> moved(SampleRisk risk) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        set(fields, Risks.STATUS, risk.status());
        set(fields, Risks.ASSIGNED_TO, risk.assignedTo() == null ? null : id(risk.assignedTo()));
        set(fields, Risks.EXPECTED, risk.expectedDate());
        set(fields, Risks.CLOSED_DATE, risk.closedDate());
        set(fields, Risks.REMEDIATION_TASK, risk.remediationTask());
        set(fields, Risks.CONTROL_STATEMENT, risk.controlStatement());
        return fields;
    }

    /// Incidents with their history, ready to be written.
    record Chunk(List<SampleIncident> incidents, Backfill.Prepared prepared) {}

    /// Reserves numbers, and returns the first.
    long numbers(int count) {
        return new Backfill(Incidents.REGISTER, new TagBook(List.of()), byId, Derivation.NONE)
                .numbers(handle, organization.id(), count);
    }

    /// Whether [#generate] has all the tags that it needs.
    boolean knowsTags(List<SampleIncident> incidents) {
        return incidents.stream().flatMap(SampleWriter::labels).allMatch(tags::containsKey);
    }

    void makeTags(List<SampleIncident> incidents) {
        for (var incident : incidents) {
            makeTags(incident.tags(), incident.openedBy());
            incident.moves().forEach(move -> makeTags(move.addTags(), move.by()));
        }
    }

    private static Stream<String> labels(SampleIncident incident) {
        return Stream.concat(
                incident.tags().stream(), incident.moves().stream().flatMap(move -> move.addTags().stream()));
    }

    /// Does not use the database, so that it can run while the previous chunk is written.
    Chunk generate(long number, List<SampleIncident> incidents) {
        var backfill = new Backfill(Incidents.REGISTER, new TagBook(tags.values()), byId, Derivation.NONE);
        return new Chunk(
                incidents,
                backfill.prepare(number, incidents.stream().map(this::past).toList()));
    }

    void write(Chunk chunk) {
        new Backfill(Incidents.REGISTER, new TagBook(List.of()), byId, Derivation.NONE)
                .write(handle, organization.id(), chunk.prepared);
        var commented = new ArrayList<Long>();
        var comments = new ArrayList<Comment>();
        var linked = new ArrayList<Long>();
        var risks = new ArrayList<Long>();
        for (int i = 0; i < chunk.incidents.size(); i++) {
            long number = chunk.prepared.entries().get(i).number();
            for (var comment : chunk.incidents.get(i).comments()) {
                commented.add(number);
                comments.add(comment(comment));
            }
            for (var link : chunk.incidents.get(i).risks()) {
                linked.add(number);
                risks.add((long) link.risk());
                linksByRisk
                        .computeIfAbsent((long) link.risk(), absent -> new ArrayList<>())
                        .add(note(
                                link.at(),
                                link.by(),
                                "linked",
                                Risks.REGISTER.links().name(),
                                Incidents.REGISTER.id(number)));
            }
        }
        incidentComments.insert(handle, organization.id(), commented, comments);
        store.insertLinks(handle, organization.id(), linked, risks);
    }

    private Past past(SampleIncident incident) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        set(fields, Incidents.TITLE, incident.title());
        set(fields, Incidents.DESCRIPTION, incident.description());
        set(fields, Incidents.STATUS, "New");
        set(fields, Incidents.SEVERITY, incident.severity());
        set(fields, Incidents.SOURCE, incident.source());
        set(fields, Incidents.DETECTED, incident.detectedDate());
        set(fields, Incidents.OCCURRED, incident.occurredDate());
        var made = new Patch(fields, new TagChange.Replace(tagIds(incident.tags())), settings(incident.objectives()));
        var notes = Stream.concat(
                        incident.comments().stream().map(this::noted),
                        incident.risks().stream()
                                .map(each -> note(
                                        each.at(),
                                        each.by(),
                                        "linked",
                                        Incidents.REGISTER.links().name(),
                                        Incidents.REGISTER.links().id(each.risk()))))
                .toList();
        var steps = incident.moves().stream()
                .map(move -> new Step(stamp(move.at(), move.by()), patch(move)))
                .toList();
        return new Past(new Step(stamp(incident.createdAt(), incident.openedBy()), made), steps, notes);
    }

    private Patch patch(SampleMove move) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        set(fields, Incidents.TITLE, move.title());
        set(fields, Incidents.DESCRIPTION, move.description());
        set(fields, Incidents.STATUS, move.status());
        set(fields, Incidents.SEVERITY, move.severity());
        set(fields, Incidents.SEVERITY_REASONING, move.severityReasoning());
        set(fields, Incidents.ASSIGNED_TO, move.assignedTo() == null ? null : id(move.assignedTo()));
        set(fields, Incidents.SOURCE, move.source());
        set(fields, Incidents.OCCURRED, move.occurredDate());
        set(fields, Incidents.RESPONDED, move.respondedDate());
        set(fields, Incidents.CONTAINED, move.containedDate());
        var added = move.addTags().isEmpty() ? null : new TagChange.Edit(tagIds(move.addTags()), List.of());
        return new Patch(fields, added, move.objectives() == null ? null : settings(move.objectives()));
    }

    private static void set(Map<Field, FieldChange> fields, Field field, @Nullable Object value) {
        if (value != null) {
            fields.put(
                    field,
                    new FieldChange.Set(value instanceof Instant at ? at.truncatedTo(ChronoUnit.MICROS) : value));
        }
    }

    private Note note(Instant at, String by, String kind, String name, String value) {
        var stamp = new Stamp(id(by), at.truncatedTo(ChronoUnit.MICROS), via(by), null);
        return new Note(stamp, kind, Map.of(name, new Change(null, value)));
    }

    private Stamp stamp(Instant at, String by) {
        return new Stamp(id(by), at.truncatedTo(ChronoUnit.MICROS), via(by), Uuids.ordered(at.toEpochMilli()));
    }

    /// Service accounts have no last name, and use the channel `integration`.
    private Via via(String key) {
        return Objects.requireNonNull(people.get(key)).lastName().isEmpty() ? Via.INTEGRATION : Via.PAGE;
    }

    private UUID id(String key) {
        return Objects.requireNonNull(ids.get(key), key);
    }

    private static List<Setting> settings(List<SampleObjective> objectives) {
        return objectives.stream()
                .map(each -> new Setting(
                        Objects.requireNonNull(ThreatObjective.of(each.objective())),
                        each.relevance() == null ? null : Relevance.of(each.relevance())))
                .toList();
    }

    private void makeTags(Collection<String> labels, String creator) {
        var missing = labels.stream().filter(label -> !tags.containsKey(label)).toList();
        if (!missing.isEmpty()) {
            var made = new TagBook(tagStore.make(handle, organization, id(creator), missing));
            missing.forEach(label -> tags.put(label, Objects.requireNonNull(made.find(label))));
        }
    }

    private List<UUID> tagIds(List<String> labels) {
        return labels.stream()
                .map(label -> Objects.requireNonNull(tags.get(label)).id())
                .distinct()
                .toList();
    }
}
