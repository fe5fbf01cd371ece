package blotter.tag;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.http.Cursor;
import blotter.http.Exchange;
import blotter.http.ListRequest;
import blotter.http.Page;
import blotter.problem.Faults;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// `/v1/tags`.
@Singleton
@Path("/api/v1/tags")
@Produces("application/json")
public class TagsResource {
    private static final List<String> ORDERS = List.of("content");

    private final Exchange exchange;
    private final Tags tags;
    private final TagUses uses;

    TagsResource(Exchange exchange, Tags tags, TagUses uses) {
        this.exchange = exchange;
        this.tags = tags;
        this.uses = uses;
    }

    @GET
    @Needs(Permission.TAGS_READ)
    public Response list() {
        var orgId = exchange.caller().orgId();
        var faults = new Faults();
        var query = exchange.query(faults);
        var request = ListRequest.of(query, "content", ORDERS, Cursor.Form.ANY);
        var contains = query.one("content_contains");
        query.refuseUnknown();
        faults.throwIfAny();
        var key = contains == null ? "" : TagKey.of(contains);
        var matching = tags.of(orgId).all().stream()
                .filter(tag -> TagKey.of(tag.content()).contains(key))
                .toList();
        var page = Page.of(
                matching,
                request,
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
}
