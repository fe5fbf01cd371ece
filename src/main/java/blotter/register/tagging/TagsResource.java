package blotter.register.tagging;

import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.register.tag.Tag;
import blotter.register.tag.TagKey;
import blotter.register.tag.Tags;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/tags`.
@Singleton
@Path("/api/v1/tags")
@Produces("application/json")
public class TagsResource {
    private static final List<String> ORDERS = List.of("content");

    private final Exchange exchange;
    private final Transactions transactions;
    private final Tags tags;
    private final TagUses uses;

    TagsResource(Exchange exchange, Transactions transactions, Tags tags, TagUses uses) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.tags = tags;
        this.uses = uses;
    }

    @GET
    @Needs(Permission.TAGS_READ)
    public Response list() {
        var orgId = exchange.caller().orgId();
        record Requested(ListRequest page, @Nullable String contains) {}
        var requested = exchange.query(query -> new Requested(
                ListRequest.of(query, "content", ORDERS, Cursor.Form.ANY), query.one("content_contains")));
        var matching = tags.of(orgId).containing(requested.contains() == null ? "" : requested.contains());
        var page = Page.of(
                matching,
                requested.page(),
                tag -> TagKey.of(tag.content()),
                tag -> tag.id().toString());
        var counts = uses.count(orgId, page.rows().stream().map(Tag::id).toList());
        return page.answer((json, tag) -> {
                    var count = counts.getOrDefault(tag.id(), TagUses.Count.NONE);
                    json.writeStartObject();
                    tag.writeFields(json);
                    json.writeNumberField("incident_count", count.incidents());
                    json.writeNumberField("risk_count", count.risks());
                    json.writeEndObject();
                })
                .response();
    }

    @POST
    @Needs(Permission.TAGS_WRITE)
    public Response create(InputStream input) {
        var label = exchange.json(input, fields -> {
            fields.require("a label", "content");
            return TagResource.content(fields);
        });
        var caller = exchange.caller();
        return transactions.run(exchange, handle -> {
            var tag = tags.make(handle, caller.orgId(), caller.userId(), label);
            if (tag == null) {
                throw TagResource.taken(label);
            }
            return Answer.json(201, tag::writeTo).wrote(true);
        });
    }
}
