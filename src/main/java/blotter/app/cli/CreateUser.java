package blotter.app.cli;

import blotter.app.cli.Administration.NewUser;
import blotter.people.person.Email;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Creates a user. Without --password-stdin, generates a password and shows it once.")
final class CreateUser implements Runnable {
    // Without characters that are easily confused.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 20;

    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--organization", required = true, paramLabel = "SLUG", description = "the organization")
    private String organization = "";

    @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "the email to sign in with")
    private String email = "";

    @Option(names = "--first-name", required = true, paramLabel = "NAME", description = "the first name")
    private String firstName = "";

    @Option(names = "--last-name", required = true, paramLabel = "NAME", description = "the last name")
    private String lastName = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            converter = Roles.class,
            description =
                    "Admin, Editor, Viewer, incident-editor, incident-viewer, risk-editor or risk-viewer; repeatable")
    private List<String> roles = List.of();

    @Option(names = "--password-stdin", description = "read the password from the first line of standard input")
    private boolean passwordFromInput;

    CreateUser(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public void run() {
        @Nullable String given = passwordFromInput ? readPassword() : null;
        var user = new NewUser(
                organization,
                email(),
                Texts.notBlank(command, "--first-name", firstName),
                Texts.notBlank(command, "--last-name", lastName),
                roles,
                given != null ? given : generate());
        var created = options.work(terminal, parts, "user create", register -> register.createUser(user));
        if (options.isJson()) {
            var result = new LinkedHashMap<String, String>();
            result.put("id", created.id());
            result.put("email", created.email());
            if (given == null) {
                result.put("password", user.password());
            }
            options.printJson(terminal, result);
            return;
        }
        terminal.out().printf("Created user %s.%n", created.email());
        if (given == null) {
            terminal.out().printf("The password is not shown again: %s%n", user.password());
        }
    }

    private String email() {
        var address = email.strip();
        if (!Email.isAddress(address)) {
            throw new ParameterException(
                    command.commandLine(), "--email: %s (expected: name@example.com)".formatted(email));
        }
        return address;
    }

    private String readPassword() {
        try {
            var line = terminal.reader().readLine();
            if (line == null || line.isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "--password-stdin: nothing on standard input (expected: the password)");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String generate() {
        var random = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
