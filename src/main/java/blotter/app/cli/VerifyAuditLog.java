package blotter.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the audit log and all histories against their seals, and reports changed, deleted and inserted rows,",
            "with exit status 1. Keep a copy of the last seal that it prints in another place: with --head, it reveals",
            "whether the end was truncated or replaced."
        })
final class VerifyAuditLog implements Callable<Integer> {
    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--organization", paramLabel = "SLUG", description = "the organization (default: all)")
    private @Nullable String organization;

    @Option(
            names = "--head",
            paramLabel = "NUMBER:HASH",
            description = "an earlier seal that must exist; requires --organization")
    private @Nullable String head;

    VerifyAuditLog(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        if (head != null && (organization == null || !head.matches("[1-9][0-9]*:[0-9a-f]{64}"))) {
            throw new ParameterException(
                    command.commandLine(), "--head: %s (expected: NUMBER:HASH, and --organization)".formatted(head));
        }
        var verified =
                options.work(terminal, parts, "audit verify", register -> register.verifyAuditLog(organization, head));
        if (options.isJson()) {
            options.printJson(
                    terminal,
                    Map.of(
                            "organizations",
                            verified.stream().map(VerifyAuditLog::json).toList()));
        } else {
            verified.forEach(this::print);
        }
        return verified.stream().allMatch(each -> each.faults().isEmpty()) ? 0 : 1;
    }

    private static Map<String, @Nullable Object> json(Administration.Verified verified) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("organization", verified.organization());
        json.put("seals", verified.seals());
        json.put("rows", verified.rows());
        json.put("unsealed", verified.unsealed());
        json.put("head", verified.head());
        json.put("faults", List.copyOf(verified.faults()));
        return json;
    }

    private void print(Administration.Verified verified) {
        terminal.out()
                .printf(
                        "%s: %s. %,d rows under %,d seals, %,d not sealed yet. Last seal: %s%n",
                        verified.organization(),
                        verified.faults().isEmpty() ? "intact" : "MODIFIED",
                        verified.rows(),
                        verified.seals(),
                        verified.unsealed(),
                        verified.head() == null ? "none" : verified.head());
        verified.faults().forEach(fault -> terminal.out().println("  " + fault));
    }
}
