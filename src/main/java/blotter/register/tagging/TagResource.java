package blotter.register.tagging;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Writes;
import blotter.platform.json.JsonFields;
import blotter.platform.json.Uuids;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch;
import blotter.register.change.Retagging;
import blotter.register.tag.Tag;
import blotter.register.tag.Tags;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// `/v1/tags/{id}`: one tag, and all that has it.
@Singleton
@Path("/api/v1/tags/{id}")
@Produces("application/json")
public class TagResource {
    private final Exchange exchange;
    private final Writes writes;
    private final Tags tags;
    private final Retagging retagging;
    private final AuditLog audit;

    TagResource(Exchange exchange, Writes writes, Tags tags, Retagging retagging, AuditLog audit) {
        this.exchange = exchange;
        this.writes = writes;
        this.tags = tags;
        this.retagging = retagging;
        this.audit = audit;
    }

    @PATCH
    @Needs(Permission.TAGS_WRITE)
    public Response rename(@PathParam("id") String id, InputStream input) {
        var body = exchange.patch(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var tagId = id(id, faults);
        var json = JsonFields.of(body.json(), "", faults);
        if (json != null && body.mergePatch() && json.isNull("content")) {
            faults.add("/content", "required", "null (expected: a value; it cannot be cleared)");
        }
        var content = json == null ? null : content(json);
        faults.throwIfAny();
        if (content == null) {
            var detail = "the body changes nothing (expected: content)";
            throw Problem.problem(ProblemType.EMPTY_PAYLOAD, detail, List.of(new Fault("", "empty_payload", detail)));
        }
        return writes.run(exchange, body.bytes(), handle -> {
            var tag = held(handle, tagId, null).getFirst();
            boolean changes = !tag.content().equals(content);
            if (changes && !tags.rename(handle, exchange.caller().orgId(), tagId, content)) {
                throw taken(content);
            }
            return Answer.json(200, tag.spelled(content)::writeTo).wrote(changes);
        });
    }

    @DELETE
    @Needs(Permission.TAGS_WRITE)
    public Response delete(@PathParam("id") String id) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var tagId = id(id, faults);
        faults.throwIfAny();
        return writes.run(exchange, new byte[0], handle -> {
            var tag = held(handle, tagId, null).getFirst();
            audit.record(
                    handle,
                    AuditEntry.of(exchange.caller(), exchange.origin(), Action.DELETED)
                            .subject("tags")
                            .with("ids", List.of(tagId.toString()))
                            .with("content", tag.content()));
            return answer(null, retagging.delete(handle, exchange.caller(), tagId));
        });
    }

    @POST
    @Path("/merge")
    @Needs(Permission.TAGS_WRITE)
    public Response merge(@PathParam("id") String id, InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var tagId = id(id, faults);
        var json = JsonFields.of(body.json(), "", faults);
        var into = json == null ? null : into(json, tagId);
        faults.throwIfAny();
        return writes.run(exchange, body.bytes(), handle -> {
            var target = Objects.requireNonNull(into);
            var survivor = held(handle, tagId, target).getLast();
            return answer(survivor, retagging.merge(handle, exchange.caller(), tagId, target));
        });
    }

    private static @Nullable UUID into(JsonFields json, UUID tag) {
        var into = json.uuid("into");
        if (json.value("into") == null) {
            json.faults().add("/into", "required", "missing (expected: the id of the tag that stays)");
        } else if (into != null && into.equals(tag)) {
            json.faults().add("/into", "invalid_value", into, "the id of another tag");
        }
        json.refuseUnknown();
        return into;
    }

    /// The tag, and the one that it goes into if there is one, held alone in the order of all.
    private List<Tag> held(Handle handle, UUID id, @Nullable UUID into) {
        var wanted = into == null ? List.of(id) : List.of(id, into);
        var held = tags.holdAlone(handle, exchange.caller().orgId(), wanted);
        var faults = new Faults();
        var found = wanted.stream()
                .<Tag>mapMulti((each, sink) ->
                        held.stream().filter(tag -> tag.id().equals(each)).forEach(sink))
                .toList();
        if (found.isEmpty() || !found.getFirst().id().equals(id)) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no tag " + id);
        }
        if (found.size() < wanted.size()) {
            faults.add("/into", "unknown_tag", wanted.getLast(), "the id of a tag");
        }
        faults.throwIfAny();
        return found;
    }

    private static Answer answer(@Nullable Tag survivor, Batch batch) {
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    if (survivor != null) {
                        json.writeFieldName("tag");
                        survivor.writeTo(json);
                    }
                    json.writeFieldName("batch");
                    batch.writeTo(json);
                    json.writeEndObject();
                })
                .wrote(true);
    }

    private static UUID id(String id, Faults faults) {
        var uuid = Uuids.parse(id);
        if (uuid == null) {
            faults.add("id", "invalid_format", id, "the uuid of a tag");
            return new UUID(0, 0);
        }
        return uuid;
    }

    /// Reads a label. A uuid is none, since where tags are named it stands for the tag of that id.
    static @Nullable String content(JsonFields json) {
        var content = json.label("content", Tag.MAX_LENGTH);
        json.refuseUnknown();
        if (content != null && Uuids.parse(content) != null) {
            json.faults().add("/content", "invalid_value", content, "a label that is no uuid");
        }
        return content;
    }

    static Problem taken(String label) {
        var detail = "%s is a tag already".formatted(Faults.shown(label));
        return Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("/content", "duplicate", detail)));
    }
}
