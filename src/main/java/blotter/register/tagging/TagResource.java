package blotter.register.tagging;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
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
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// `/v1/tags/{id}`: one tag, and all that has it.
@Singleton
@Path("/api/v1/tags/{id}")
@Produces("application/json")
public class TagResource {
    private final Exchange exchange;
    private final Transactions transactions;
    private final Tags tags;
    private final Retagging retagging;
    private final AuditLog audit;

    TagResource(Exchange exchange, Transactions transactions, Tags tags, Retagging retagging, AuditLog audit) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.tags = tags;
        this.retagging = retagging;
        this.audit = audit;
    }

    @PATCH
    @Needs(Permission.TAGS_WRITE)
    public Response rename(@PathParam("id") String id, InputStream input) {
        var named = tag(id);
        var content = exchange.patch(input, "content", TagResource::content, named);
        return transactions.run(exchange, handle -> {
            var tag = held(handle, named.value(), null).getFirst();
            boolean changes = !tag.content().equals(content);
            if (changes && !tags.rename(handle, exchange.caller().orgId(), tag.id(), content)) {
                throw taken(content);
            }
            return Answer.json(200, tag.spelled(content)::writeTo).wrote(changes);
        });
    }

    @DELETE
    @Needs(Permission.TAGS_WRITE)
    public Response delete(@PathParam("id") String id) {
        var tagId = exchange.only(tag(id));
        return transactions.run(exchange, handle -> {
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
        var named = tag(id);
        var target = exchange.json(input, fields -> into(fields, named), named);
        return transactions.run(exchange, handle -> {
            var survivor = held(handle, named.value(), target).getLast();
            return answer(survivor, retagging.merge(handle, exchange.caller(), named.value(), target));
        });
    }

    private static @Nullable UUID into(JsonFields json, Parameter<UUID> tag) {
        json.require("the id of the tag that stays", "into");
        var into = json.uuid("into");
        if (into != null && into.equals(tag.orNull())) {
            json.faults().add("/into", "invalid_value", into, "the id of another tag");
        }
        return into;
    }

    /// The tag, and the one that it goes into if there is one, held alone in the order of all.
    private List<Tag> held(Handle handle, UUID id, @Nullable UUID into) {
        var wanted = into == null ? List.of(id) : List.of(id, into);
        var held = tags.holdAlone(handle, exchange.caller().orgId(), wanted);
        var found = wanted.stream()
                .<Tag>mapMulti((each, sink) ->
                        held.stream().filter(tag -> tag.id().equals(each)).forEach(sink))
                .toList();
        if (found.isEmpty() || !found.getFirst().id().equals(id)) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no tag " + id);
        }
        if (found.size() < wanted.size()) {
            var faults = new Faults();
            faults.add("/into", "unknown_tag", wanted.getLast(), "the id of a tag");
            faults.throwIfAny();
        }
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

    private static Parameter<UUID> tag(String id) {
        return Parameter.uuid("id", id, "the uuid of a tag");
    }

    /// Reads a label. A uuid is none, since where tags are named it stands for the tag of that id.
    static @Nullable String content(JsonFields json) {
        json.refuseClearing("a value", "content");
        var content = json.label("content", Tag.MAX_LENGTH);
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
