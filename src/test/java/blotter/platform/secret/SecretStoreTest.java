package blotter.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.testing.PostgresExtension;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SecretStoreTest {
    private static final String OLD = SecretKey.newText();
    private static final String NEW = SecretKey.newText();
    private static final String ID = "00000000-0000-0000-0000-00000000000a";

    private final Database database;
    private int org;

    SecretStoreTest(Database database) {
        this.database = database;
    }

    /// Secrets as the release before encryption stored them.
    @BeforeEach
    void insertUnencryptedSecrets() {
        execute("truncate secret_key, signing_key, second_factor");
        execute("delete from app_user");
        execute("insert into organization (slug, name) values ('example', 'Example') on conflict do nothing");
        org = Integer.parseInt(text("select org_id from organization"));
        execute("insert into signing_key (id, secret) values ('%s', decode(repeat('ab', 32), 'hex'))".formatted(ID));
        execute(
                "insert into app_user (org_id, id, kind, email, first_name, last_name) values (%d, '%s', 'person', 'a@b.example', 'A', 'B')"
                        .formatted(org, ID));
        execute(
                "insert into second_factor (org_id, user_id, secret, created_date) values (%d, '%s', decode(repeat('cd', 20), 'hex'), now())"
                        .formatted(org, ID));
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private String text(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private SecretStore node(String... keys) {
        return new SecretStore(database, box(keys));
    }

    private static SecretBox box(String... keys) {
        return new SecretBox(SecretKeys.of(String.join(" ", keys), null));
    }

    private String decrypted(SecretBox box, String row, String sql) {
        return HexFormat.of().formatHex(box.decrypt(HexFormat.of().parseHex(text(sql)), row));
    }

    private void assertAllIsReadableWith(SecretBox box) {
        assertThat(decrypted(box, "signing_key/" + ID, "select encode(secret, 'hex') from signing_key"))
                .isEqualTo("ab".repeat(32));
        assertThat(decrypted(
                        box,
                        "second_factor/%d/%s".formatted(org, ID),
                        "select encode(secret, 'hex') from second_factor"))
                .isEqualTo("cd".repeat(20));
    }

    @Test
    void theFirstStartEncryptsExistingSecretsAndTheSecondChangesNothing() {
        assertThat(SecretStore.isNew(database)).isTrue();
        node(OLD).initialize();
        assertThat(SecretStore.isNew(database)).isFalse();
        assertAllIsReadableWith(box(OLD));
        var before = text("select encode(secret, 'hex') from signing_key");
        node(OLD).initialize();
        assertThat(text("select encode(secret, 'hex') from signing_key")).isEqualTo(before);
    }

    @Test
    void secretsInsertedUnencryptedLaterAreNotAccepted() {
        node(OLD).initialize();
        execute("update signing_key set secret = decode(repeat('ef', 32), 'hex')");
        node(OLD).initialize();
        assertThat(text("select encode(secret, 'hex') from signing_key")).isEqualTo("ef".repeat(32));
        assertThatThrownBy(() -> node(OLD).rotate()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUnknownKeyPreventsTheStart() {
        node(OLD).initialize();
        assertThatThrownBy(() -> node(NEW).initialize())
                .isInstanceOf(StartupFailure.class)
                .hasMessage(
                        "BLOTTER_SECRET_KEY: not the key of this database, which is encrypted with the key %s (given: %s); docs/operations.md says what to do when it is lost",
                        id(OLD), id(NEW));
        assertThatThrownBy(() -> node(NEW).rotate()).isInstanceOf(StartupFailure.class);
        assertAllIsReadableWith(box(OLD));
    }

    private static String id(String key) {
        return SecretKey.parse(key).id();
    }

    @Test
    void aRotationReencryptsEverythingAndTheNextRemovesTheOldKey() {
        node(OLD).initialize();
        // Two rolling restarts: the first makes the new key known, the second makes it the current one.
        node(OLD, NEW).initialize();
        node(NEW, OLD).initialize();
        var done = node(NEW, OLD).rotate();
        assertThat(done).isEqualTo(new SecretStore.Rotation(id(NEW), 2, List.of()));
        assertAllIsReadableWith(box(NEW));
        // The old key stays for now: a node may still have used it.
        assertThatThrownBy(() -> node(NEW).initialize()).isInstanceOf(StartupFailure.class);
        assertThat(node(NEW, OLD).rotate()).isEqualTo(new SecretStore.Rotation(id(NEW), 0, List.of(id(OLD))));
        node(NEW).initialize();
        assertThatThrownBy(() -> node(OLD).initialize()).isInstanceOf(StartupFailure.class);
    }

    @Test
    void theOldKeyStaysWhileARowNeedsIt() {
        node(OLD).initialize();
        node(NEW, OLD).rotate();
        var late = HexFormat.of().formatHex(box(OLD).encrypt(new byte[32], "signing_key/" + ID));
        execute("update signing_key set secret = decode('%s', 'hex')".formatted(late));
        assertThat(node(NEW, OLD).rotate()).isEqualTo(new SecretStore.Rotation(id(NEW), 1, List.of()));
        assertThat(node(NEW, OLD).rotate().removed()).containsExactly(id(OLD));
    }

    @Test
    void theDocumentedStatementsRecoverFromALostKey() throws Exception {
        node(OLD).initialize();
        var docs = java.nio.file.Files.readString(java.nio.file.Path.of("docs/operations.md"));
        int begin = docs.indexOf("delete from signing_key");
        execute(docs.substring(begin, docs.indexOf("```", begin)));
        node(NEW).initialize();
        assertThat(text("select count(*) from second_factor")).isEqualTo("0");
    }
}
