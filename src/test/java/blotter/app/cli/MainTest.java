package blotter.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.app.cli.Administration.AccountContent;
import blotter.app.cli.Administration.Expiry;
import blotter.app.cli.Administration.NewUser;
import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class MainTest {
    @TempDir
    Path home;

    private final Map<String, String> variables = new HashMap<>();
    private final FakeParts fake = new FakeParts();
    private String input = "";

    MainTest(Database.Settings settings) {
        variables.put("BLOTTER_DATABASE_URL", settings.url());
        variables.put("BLOTTER_DATABASE_USER", settings.user());
        variables.put("BLOTTER_DATABASE_PASSWORD", settings.password());
    }

    private record Result(int status, String out, String err) {}

    private Result blotter(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Settings(variables, home));
        int status = Main.commandLine(terminal, fake.parts()).execute(arguments);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate | frobnicate: not known | blotter",
                "rum | rum: not known (did you mean: run?) | blotter",
                "run --prot 1 | --prot: not known | blotter run",
                "run --port 99999 | --port: 99999 (expected: 1 to 65535) | blotter run",
                "run --port http | --port: http (expected: 1 to 65535) | blotter run",
                "demo --incidents 0 | --incidents: 0 (expected: 1 to 10000000) | blotter demo",
                "run --host no.such.host.invalid | --host: no.such.host.invalid (expected: an address of this machine,"
                        + " such as 127.0.0.1 or 0.0.0.0) | blotter run",
                "admin | a command is missing (expected: audit, organization, secret-key, service-account, user) | blotter admin",
                "admin user | a command is missing (expected: create) | blotter admin user",
                "admin organization create --name x --slug X | --slug: X (expected: 1 to 63 lower-case letters a to z,"
                        + " digits and hyphens) | blotter admin organization create",
            })
    void invalidArgumentsAreReportedWithTheExpectation(String line, String error, String command) {
        var result = blotter(line.split(" ", -1));
        assertThat(result).isEqualTo(new Result(2, "", "blotter: %s%nTry: %s --help%n".formatted(error, command)));
    }

    @Test
    void serviceAccountsAreListedAndChanged() {
        assertThat(blotter("admin", "service-account", "list", "--organization", "example")
                        .out())
                .isEqualTo("SOAR  sa_1_a  Editor  active  from 10.0.0.0/8%n".formatted());
        assertThat(blotter(
                                "admin",
                                "service-account",
                                "rotate",
                                "--organization",
                                "example",
                                "--overlap",
                                "60",
                                "SOAR",
                                "--json")
                        .out())
                .isEqualTo("{\"client_id\":\"sa_1_a\",\"client_secret\":\"new\"}%n".formatted());
        for (var verb : List.of("disable", "enable", "delete")) {
            assertThat(blotter("admin", "service-account", verb, "--organization", "example", "SOAR")
                            .status())
                    .isZero();
        }
        assertThat(fake.asked)
                .containsExactly(
                        "rotate example SOAR 60",
                        "active example SOAR false",
                        "active example SOAR true",
                        "delete example SOAR");
        assertThat(blotter(
                                "admin",
                                "service-account",
                                "rotate",
                                "--organization",
                                "example",
                                "--overlap",
                                "604801",
                                "SOAR")
                        .err())
                .startsWith("blotter: --overlap: 604801 (expected: 0 to 604800)");
    }

    @Test
    void verificationOfAModifiedLogExitsWithOne() {
        var bad = blotter("admin", "audit", "verify");
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out())
                .isEqualTo(
                        "example: MODIFIED. 40 rows under 3 seals, 2 not sealed yet. Last seal: 3:ab%n  seal 2 was changed%n"
                                .formatted());
        var head = "1:" + "a".repeat(64);
        assertThat(blotter("admin", "audit", "verify", "--organization", "example", "--head", head)
                        .status())
                .isZero();
        assertThat(blotter("admin", "audit", "verify", "--head", head).err()).contains("--head: " + head);
    }

    @Test
    void reportsACertificateWithoutKey() {
        variables.put("BLOTTER_TLS_CERTIFICATE", "cert.pem");
        assertThat(blotter("run").err())
                .startsWith("blotter: BLOTTER_TLS_CERTIFICATE and BLOTTER_TLS_KEY: one is missing");
        variables.put("BLOTTER_TLS_KEY", "key.pem");
        assertThat(blotter("run").err())
                .startsWith("blotter: BLOTTER_TLS_CERTIFICATE: cert.pem cannot be read (expected: a file in PEM)");
    }

    @Test
    void invalidEnvironmentValuesAreReportedWithTheirVariable() {
        variables.put("BLOTTER_HTTP_PORT", "0");
        assertThat(blotter("run").err()).startsWith("blotter: BLOTTER_HTTP_PORT: 0 (expected: 1 to 65535)");
    }

    @ParameterizedTest
    @CsvSource({"BLOTTER_DATABASE_POOL_SIZE, 0, 1000", "BLOTTER_BULK_MAX_IDS, many, 100000"})
    void invalidLimitsInTheEnvironmentPreventTheStart(String variable, String value, String most) {
        variables.put(variable, value);
        assertThat(blotter("run"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "blotter: %s: %s (expected: 1 to %s)%nTry: blotter run --help%n"
                                .formatted(variable, value, most)));
    }

    @Test
    void anUnknownRoleListsTheRoles() {
        var result = blotter("admin", "service-account", "create", "--organization=x", "--name=y", "--role=editr");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("editr (expected: Admin, Editor, Viewer, Incident Editor, Incident Viewer, Risk Editor,"
                        + " Risk Viewer)");
    }

    @Test
    void aPortInUsePreventsTheStart() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var result = blotter("run", "--port", Integer.toString(other.getLocalPort()));
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo(
                            "blotter: cannot listen on port %d of 127.0.0.1: Address already in use (choose another with --port or BLOTTER_HTTP_PORT)%n"
                                    .formatted(other.getLocalPort()));
        }
    }

    @Test
    void anUnreachableDatabaseIsReportedInOneLine() {
        variables.put("BLOTTER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/register");
        var result = blotter("admin", "organization", "create", "--name", "x");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("blotter: PostgreSQL at 127.0.0.1:1/register cannot be reached")
                .hasLineCount(1);
    }

    @Test
    void anOrganizationGetsASlugFromItsName() {
        var result = blotter("admin", "organization", "create", "--name", "Café & Söhne GmbH");
        assertThat(result)
                .isEqualTo(new Result(
                        0,
                        "Created organization 'Café & Söhne GmbH' with the slug 'cafe-sohne-gmbh'.%n".formatted(),
                        ""));
        assertThat(fake.asked).containsExactly("cafe-sohne-gmbh");
    }

    @Test
    void aRefusalPrintsOneLineAndExitsWithOne() {
        var result = blotter("admin", "organization", "create", "--name=x", "--slug=taken");
        assertThat(result)
                .isEqualTo(new Result(
                        1, "", "blotter: --slug: taken (expected: one that no organization has)%n".formatted()));
    }

    @Test
    void onlyJsonIsPrintedToStandardOutput() {
        var result = blotter(
                "admin",
                "service-account",
                "create",
                "--organization=demo",
                "--name=SOAR",
                "--role=incident-editor",
                "--role=Risk Viewer",
                "--json");
        assertThat(result)
                .isEqualTo(
                        new Result(0, "{\"client_id\":\"the-id\",\"client_secret\":\"the-secret\"}%n".formatted(), ""));
        assertThat(fake.asked)
                .containsExactly(new AccountContent("SOAR", List.of("Incident Editor", "Risk Viewer"), null, null));
    }

    @Test
    void createsAndChangesAServiceAccountWithAllowlistAndExpiry() {
        var create =
                List.of("admin", "service-account", "create", "--organization=demo", "--name=SOAR", "--role=Editor");
        assertThat(blotter(with(create, "--allow=2001:db8::/32", "--allow=192.0.2.7", "--expires=2999-01-31T00:00:00Z"))
                        .status())
                .isZero();
        var change = List.of("admin", "service-account", "change", "--organization=demo", "SOAR");
        assertThat(blotter(with(change, "--allow=all", "--expires=never", "--name=Robot")))
                .isEqualTo(new Result(0, "Service account 'SOAR' was changed.%n".formatted(), ""));
        assertThat(blotter(with(change, "--role=viewer")).status()).isZero();
        assertThat(fake.asked)
                .containsExactly(
                        new AccountContent(
                                "SOAR",
                                List.of("Editor"),
                                List.of("192.0.2.7/32", "2001:db8:0:0:0:0:0:0/32"),
                                new Expiry(Instant.parse("2999-01-31T00:00:00Z"))),
                        "change demo SOAR",
                        new AccountContent("Robot", null, List.of(), new Expiry(null)),
                        "change demo SOAR",
                        new AccountContent(null, List.of("Viewer"), null, null));
        assertThat(blotter(with(change)).err())
                .startsWith("blotter: nothing to change (expected: --name, --role, --allow or --expires)");
        assertThat(blotter(with(change, "--allow=192.0.2.7/24")).err())
                .startsWith("blotter: --allow: 192.0.2.7/24 (expected: an address or a block such as 192.0.2.0/24");
        assertThat(blotter(with(change, "--expires=2001-01-01T00:00:00Z")).err())
                .startsWith("blotter: --expires: 2001-01-01T00:00:00Z (expected: a time in the future such as");
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void createsAUserWithTheGivenPassword() {
        input = "correct horse battery staple\nignored\n";
        var result = user("--password-stdin");
        assertThat(result).isEqualTo(new Result(0, "Created user ada@example.com.%n".formatted(), ""));
        assertThat(fake.asked)
                .containsExactly(new NewUser(
                        "demo",
                        "ada@example.com",
                        "Ada",
                        "Lovelace",
                        List.of("Admin"),
                        "correct horse battery staple"));
    }

    @Test
    void createsAUserWithAGeneratedPassword() {
        var result = user();
        assertThat(result.out()).matches("Created user ada@example.com\\.\\R.* not shown again: [a-z2-9]{20}\\R");
    }

    private Result user(String... more) {
        var arguments = new ArrayList<>(List.of(
                "admin",
                "user",
                "create",
                "--organization=demo",
                "--email=ada@example.com",
                "--first-name=Ada",
                "--last-name=Lovelace",
                "--role=admin"));
        arguments.addAll(List.of(more));
        return blotter(arguments.toArray(String[]::new));
    }

    @Test
    void usesTheEmbeddedPostgresqlByDefault() {
        variables.clear();
        assertThat(blotter("admin", "organization", "create", "--name=x").status())
                .isZero();
        assertThat(home.resolve("data/run/postgresql/PG_VERSION")).exists();
        assertThat(home.resolve("data/run/postgresql/postmaster.pid")).doesNotExist();
    }

    @Test
    void demoCredentialsAreReadableOnlyByTheOwner() throws IOException {
        var file = home.resolve("data/demo/demo-credentials.json");
        var credentials = new DemoCredentials("ada@example.com", "password", "id", "secret");
        credentials.write(file);
        assertThat(DemoCredentials.read(file)).contains(credentials);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
}
