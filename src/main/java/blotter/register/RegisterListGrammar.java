package blotter.register;

import blotter.access.Permission;
import blotter.change.Field;
import blotter.http.Query;
import blotter.view.ListGrammar;
import java.util.List;
import java.util.stream.Stream;

/// What the list of a register takes, for who keeps a query for later.
public final class RegisterListGrammar implements ListGrammar {
    private static final List<String> BESIDE_FIELDS = List.of(
            "opened_by",
            "updated_by",
            "created_date",
            "updated_date",
            "version",
            "comment_count",
            "risk_associations",
            "tags",
            "threat_objectives");

    private final Engine engine;

    public RegisterListGrammar(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Permission permission() {
        return engine.kind().read();
    }

    @Override
    public List<String> columns() {
        var fields = engine.kind().register().fields().stream().map(Field::name);
        return Stream.concat(Stream.concat(Stream.of("id"), fields), BESIDE_FIELDS.stream())
                .toList();
    }

    @Override
    public void read(Query query, int orgId) {
        engine.filter(query, orgId);
        Operations.listRequest(query, engine.kind());
    }
}
