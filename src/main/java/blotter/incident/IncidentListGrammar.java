package blotter.incident;

import blotter.access.Permission;
import blotter.change.Field;
import blotter.http.ListRequest;
import blotter.http.Query;
import blotter.tag.Tags;
import blotter.view.ListGrammar;
import java.util.List;
import java.util.stream.Stream;

/// What `GET /v1/incidents` takes, for who keeps a query for later.
public final class IncidentListGrammar implements ListGrammar {
    private static final List<String> COLUMNS = Stream.concat(
                    Stream.concat(
                            Stream.of("id"),
                            Incidents.REGISTER.fields().stream().map(Field::name)),
                    Stream.of(
                            "opened_by",
                            "updated_by",
                            "created_date",
                            "updated_date",
                            "version",
                            "comment_count",
                            "risk_associations",
                            "tags",
                            "threat_objectives"))
            .toList();

    private final Tags tags;

    public IncidentListGrammar(Tags tags) {
        this.tags = tags;
    }

    @Override
    public Permission permission() {
        return Permission.INCIDENTS_READ;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void read(Query query, int orgId) {
        var unused = new IncidentFilter(query, tags.of(orgId));
        ListRequest.of(query, "-id", IncidentOrder.NAMES);
    }
}
