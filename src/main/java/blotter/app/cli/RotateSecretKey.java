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
            "Re-encrypts all secrets in the database, also while servers run. With a key file in the data folder, it creates",
            "a new key, which a running server picks up. With BLOTTER_SECRET_KEY or BLOTTER_SECRET_KEY_FILE, it uses the",
            "first key there, which all nodes must already have. The previous key is kept until the next rotation."
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
        var register = options.describe(terminal);
        if (options.isJson()) {
            options.printJson(
                    terminal,
                    Map.of(
                            "register", register,
                            "key", done.key(),
                            "encrypted", done.rows(),
                            "forgotten", done.removed()));
        } else {
            print(register, done);
        }
        return 0;
    }

    private void print(String register, Rotation done) {
        terminal.out().printf("%s: re-encrypted %,d secrets with the key %s.%n", register, done.rows(), done.key());
        if (!done.removed().isEmpty()) {
            terminal.out()
                    .printf(
                            "These keys can now be removed from the settings of all nodes: %s.%n",
                            String.join(", ", done.removed()));
        }
    }
}
