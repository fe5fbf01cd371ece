package blotter.app.cli;

import blotter.app.cli.Administration.Expiry;
import blotter.platform.http.Cidr;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Allowlist and expiry of a service account.
final class AccountOptions {
    private static final String ALL = "all";
    private static final String NEVER = "never";

    @Option(
            names = "--allow",
            paramLabel = "BLOCK",
            description = {
                "an address or a block such as 192.0.2.0/24 or 2001:db8::/32 that may use the account;",
                "repeatable; or 'all'"
            })
    private List<String> blocks = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "when it expires, such as 2030-01-31T00:00:00Z; or 'never'")
    private @Nullable String expires;

    /// Empty for all addresses, null when the option is missing.
    @Nullable
    List<String> allowlist(CommandSpec command) {
        if (blocks.isEmpty()) {
            return null;
        }
        if (blocks.equals(List.of(ALL))) {
            return List.of();
        }
        var allowlist = new TreeSet<String>();
        for (var text : blocks) {
            var block = Cidr.parse(text);
            if (block == null) {
                throw fault(
                        command,
                        "--allow",
                        text,
                        "an address or a block such as 192.0.2.0/24 or 2001:db8::/32, without bits after its prefix,"
                                + " or 'all' alone");
            }
            allowlist.add(block.toString());
        }
        return List.copyOf(allowlist);
    }

    /// Null when the option is missing.
    @Nullable
    Expiry expiry(CommandSpec command, Clock clock) {
        if (expires == null) {
            return null;
        }
        if (expires.equals(NEVER)) {
            return new Expiry(null);
        }
        var time = time(expires);
        if (time == null || !time.isAfter(clock.instant())) {
            throw fault(command, "--expires", expires, "a time in the future such as 2030-01-31T00:00:00Z, or 'never'");
        }
        return new Expiry(time);
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ParameterException fault(CommandSpec command, String name, String value, String expected) {
        return new ParameterException(command.commandLine(), "%s: %s (expected: %s)".formatted(name, value, expected));
    }
}
