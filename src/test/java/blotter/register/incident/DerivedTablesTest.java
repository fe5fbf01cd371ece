package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tables that triggers derive equal a fresh derivation after any change of incidents.
@ExtendWith(PostgresExtension.class)
class DerivedTablesTest {
    static final String FACETS = """
            select org_id, number, source, opened_by, created_date, occurred_date, responded_date, contained_date,
                   array(select o.each ->> 'threat_objective'
                           from jsonb_array_elements(threat_objectives) with ordinality as o (each, place)
                          order by place)
              from incident""";
    static final String TEXTS = """
            select org_id, number, lower(title),
                   lower(format('INC-%s', lpad(number::text, greatest(5, length(number::text)), '0')) || chr(10) || title
                         || chr(10) || description)
              from incident""";
    private static final List<String> TITLES = List.of("Phish", "ÄRGER", "100%_\\", "İstanbul", "ΟΔΟΣ", "  ", "日本 😀");
    private static final List<String> OBJECTIVES = List.of(
            "[]",
            "[{\"threat_objective\": \"Fraud\", \"relevance\": null}]",
            "[{\"threat_objective\": \"Sabotage\"}, {\"threat_objective\": \"Extortion\", \"relevance\": \"High\"}]");

    private final Database database;
    private final Random random = new Random(1878);
    private long number;

    DerivedTablesTest(Database database) {
        this.database = database;
    }

    @Test
    void derivedTablesFollowInsertsUpdatesAndDeletes() {
        var numbers = new ArrayList<Long>();
        for (int step = 1; step <= 400; step++) {
            database.jdbi().useTransaction(handle -> {
                switch (numbers.isEmpty() ? 0 : random.nextInt(4)) {
                    case 0 -> insert(handle, numbers);
                    case 1, 2 -> update(handle, some(numbers));
                    default -> delete(handle, numbers);
                }
            });
            if (step % 20 == 0) {
                assertDerived("incident_facet", FACETS);
                assertDerived("incident_text", TEXTS);
            }
        }
        assertThat(numbers).isNotEmpty();
        database.jdbi().useHandle(handle -> handle.execute("delete from incident"));
        assertDerived("incident_facet", FACETS);
        assertDerived("incident_text", TEXTS);
    }

    @Test
    void rolledBackChangesAreNotDerived() {
        var numbers = new ArrayList<Long>();
        database.jdbi().useHandle(handle -> {
            handle.begin();
            insert(handle, numbers);
            handle.rollback();
        });
        assertDerived("incident_facet", FACETS);
        assertDerived("incident_text", TEXTS);
    }

    private void assertDerived(String table, String derivation) {
        assertThat(differences(database, table, derivation)).as(table).isEmpty();
    }

    /// Unexpected and missing rows of a table.
    static List<String> differences(Database database, String table, String derivation) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        (select 'missing' as what, d::text from (<derivation>) d
                          except all select 'missing', t::text from <table> t)
                        union all
                        (select 'wrong', t::text from <table> t
                          except all select 'wrong', d::text from (<derivation>) d)""")
                        .define("derivation", derivation)
                        .define("table", table)
                        .map((row, context) -> row.getString(1) + " " + row.getString(2))
                        .list());
    }

    private void insert(Handle handle, List<Long> numbers) {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            // Sometimes with more than five digits.
            number += random.nextInt(30) == 0 ? 40_000 : 1;
            numbers.add(number);
            handle.createUpdate("""
                            insert into incident (org_id, number, title, description, status, source, opened_by,
                                                  updated_by, occurred_date, detected_date, responded_date,
                                                  contained_date, created_date, updated_date, threat_objectives)
                            values (:org, :number, :title, :description, 'New', :source, gen_random_uuid(),
                                    gen_random_uuid(), :occurred::timestamptz, now(), :responded::timestamptz,
                                    :contained::timestamptz, now(), now(), :objectives::jsonb)""")
                    .bind("org", 1 + random.nextInt(2))
                    .bind("number", number)
                    .bind("title", one(TITLES))
                    .bind("description", one(TITLES))
                    .bind("source", random.nextBoolean() ? "SIEM" : null)
                    .bind("occurred", date())
                    .bind("responded", date())
                    .bind("contained", date())
                    .bind("objectives", one(OBJECTIVES))
                    .execute();
        }
    }

    private void update(Handle handle, List<Long> numbers) {
        var set = new ArrayList<String>();
        for (var assignment : List.of(
                "title = :title",
                "description = :title",
                "source = :source",
                "occurred_date = :date::timestamptz",
                "responded_date = :date::timestamptz",
                "contained_date = :date::timestamptz",
                "threat_objectives = :objectives::jsonb",
                "status = 'Closed'",
                "version = version + 1")) {
            if (random.nextInt(4) == 0) {
                set.add(assignment);
            }
        }
        if (set.isEmpty()) {
            set.add("title = title");
        }
        handle.createUpdate("update incident set %s where number = any(:numbers)".formatted(String.join(", ", set)))
                .bind("title", one(TITLES))
                .bind("source", random.nextBoolean() ? "Other" : null)
                .bind("date", date())
                .bind("objectives", one(OBJECTIVES))
                .bind("numbers", numbers.toArray(Long[]::new))
                .execute();
    }

    private void delete(Handle handle, List<Long> numbers) {
        var gone = some(numbers);
        numbers.removeAll(gone);
        handle.createUpdate("delete from incident where number = any(:numbers)")
                .bind("numbers", gone.toArray(Long[]::new))
                .execute();
    }

    private List<Long> some(List<Long> numbers) {
        return numbers.stream().filter(each -> random.nextInt(4) == 0).toList();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @org.jspecify.annotations.Nullable String date() {
        return random.nextBoolean() ? "2026-01-0%dT00:00:00Z".formatted(1 + random.nextInt(9)) : null;
    }
}
