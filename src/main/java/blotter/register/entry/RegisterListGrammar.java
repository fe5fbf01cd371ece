package blotter.register.entry;

import blotter.platform.access.Permission;
import blotter.platform.http.Query;
import blotter.register.change.Field;
import blotter.register.view.ListGrammar;
import java.util.List;
import java.util.stream.Stream;

/// The query parameters that a register's list accepts, for saved views.
public final class RegisterListGrammar implements ListGrammar {
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
        var register = engine.kind().register();
        return Stream.of(
                        Stream.of("id"),
                        register.fields().stream().map(Field::name),
                        Stream.of("opened_by", "updated_by", "created_date", "updated_date", "version"),
                        Stream.of(register.comments(), register.links().name(), "tags", "threat_objectives"))
                .flatMap(names -> names)
                .toList();
    }

    @Override
    public void read(Query query, int orgId) {
        engine.filter(query, orgId);
        Operations.listRequest(query, engine.kind());
    }
}
