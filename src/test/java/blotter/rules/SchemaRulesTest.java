package blotter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Isolation of organizations, and distribution of the schema by `org_id`, require that all keys, indexes and joins
/// of tenant tables include it.
@ExtendWith(PostgresExtension.class)
class SchemaRulesTest {
    /// Tables of the installation, and why they have no organization.
    private static final Map<String, String> OF_THE_INSTALLATION = Map.of(
            "signing_key", "signs the tokens of all organizations",
            "secret_key", "which keys the database is encrypted with, for all organizations",
            "setup_link", "founds the first organization, so there is none yet",
            "attempt", "counts tries of whoever signs in, who names no organization, and of addresses, which have none",
            "audit_mark", "up to where the audit log is sealed, one row for all organizations",
            "scheduled_tasks", "work of the server itself, which does what it does for all organizations",
            "flyway_schema_history", "Flyway's own: which migrations have run");

    /// Keys and indexes that do not begin with org_id, and why.
    private static final Map<String, String> WITHOUT_ORG = Map.of(
            "organization_id_key", "an organization's public id, by which it is found before its org_id is known",
            "organization_slug_key", "the command line's name for it, likewise");

    /// Other indexes that do not begin with org_id, and why.
    private static final Map<String, String> ACROSS =
            Map.of("app_user_sign_in", "who signs in says an email, and no organization");

    private final Database database;

    SchemaRulesTest(Database database) {
        this.database = database;
    }

    @Test
    void everyTableBelongsToAnOrganization() {
        var without = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select c.relname
                          from pg_class c
                         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                           and not exists (
                                select from pg_attribute a
                                 where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull)""").mapTo(String.class).set());
        assertThat(without).isEqualTo(OF_THE_INSTALLATION.keySet());
    }

    @Test
    void everyTableHasAPrimaryKey() {
        var without = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select c.relname
                          from pg_class c
                         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                           and not exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary)""").mapTo(String.class).list());
        assertThat(without).isEmpty();
    }

    @Test
    void everyIndexAndPrimaryKeyBeginsWithTheOrganization() {
        var others = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select i.relname
                          from pg_index x
                          join pg_class i on i.oid = x.indexrelid
                          join pg_class t on t.oid = x.indrelid
                          left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
                         where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
                           and t.relname not in (<installation>) and a.attname is distinct from 'org_id'""")
                        .bindList("installation", List.copyOf(OF_THE_INSTALLATION.keySet()))
                        .mapTo(String.class)
                        .set());
        assertThat(others)
                .isEqualTo(Stream.concat(WITHOUT_ORG.keySet().stream(), ACROSS.keySet().stream())
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyForeignKeyBeginsWithTheOrganizationOnBothSides() {
        var others = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select k.conname
                          from pg_constraint k
                          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
                         where k.contype = 'f' and (a.attname <> 'org_id' or b.attname <> 'org_id')""").mapTo(String.class).list());
        assertThat(others).isEmpty();
    }

    @Test
    void everyUniqueConstraintIsWithinAnOrganization() {
        var others = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select i.relname
                          from pg_index x
                          join pg_class i on i.oid = x.indexrelid
                          join pg_class t on t.oid = x.indrelid
                         where x.indisunique and t.relnamespace = 'public'::regnamespace
                           and t.relname not in (<installation>)
                           and not exists (
                                select from pg_attribute a
                                 where a.attrelid = x.indrelid and a.attnum = any(x.indkey) and a.attname = 'org_id')""")
                        .bindList("installation", List.copyOf(OF_THE_INSTALLATION.keySet()))
                        .mapTo(String.class)
                        .set());
        assertThat(others).isEqualTo(Set.copyOf(WITHOUT_ORG.keySet()));
    }
}
