package blotter.app.cli;

import blotter.platform.secret.SecretStore.Rotation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Encrypts all secrets in the database anew, beside servers that run. In the data folder it makes a new key for",
            "that, and the server follows; with BLOTTER_SECRET_KEY or BLOTTER_SECRET_KEY_FILE it takes the first one there,",
            "which all nodes must have by then. The key before it is kept until the next rotation."
        })
final class RotateSecretKey implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AdminOptions options = new AdminOptions();

    RotateSecretKey(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var done = options.rotateSecretKey(terminal);
        var register = options.named(terminal);
        if (options.isJson()) {
            options.printJson(
                    terminal,
                    Map.of(
                            "register", register,
                            "key", done.key(),
                            "encrypted", done.rows(),
                            "forgotten", done.forgotten()));
        } else {
            print(register, done);
        }
        return 0;
    }

    private void print(String register, Rotation done) {
        terminal.out()
                .printf("%s: %,d secrets are encrypted anew, with the key %s.%n", register, done.rows(), done.key());
        if (!done.forgotten().isEmpty()) {
            terminal.out()
                    .printf("No longer needed, in no node's settings: %s.%n", String.join(", ", done.forgotten()));
        }
    }
}
