package blotter.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the service accounts.")
final class ListServiceAccounts implements Runnable {
    private final Terminal terminal;
    private final Parts parts;

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--organization", required = true, paramLabel = "SLUG", description = "the organization")
    private String organization = "";

    ListServiceAccounts(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public void run() {
        var accounts = options.work(
                terminal, parts, "service-account list", register -> register.serviceAccounts(organization));
        if (options.isJson()) {
            options.printJson(
                    terminal,
                    Map.of(
                            "service_accounts",
                            accounts.stream().map(ListServiceAccounts::json).toList()));
            return;
        }
        for (var account : accounts) {
            terminal.out()
                    .printf(
                            "%s  %s  %s  %s%s%s%n",
                            account.name(),
                            account.clientId(),
                            account.roles().isEmpty() ? "no role" : String.join(", ", account.roles()),
                            account.active() ? "active" : "disabled",
                            account.ipAllowlist().isEmpty() ? "" : "  from " + String.join(", ", account.ipAllowlist()),
                            account.expires() == null ? "" : "  until " + account.expires());
        }
    }

    private static Map<String, @Nullable Object> json(Administration.ListedServiceAccount account) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", account.name());
        json.put("client_id", account.clientId());
        json.put("roles", account.roles());
        json.put("active", account.active());
        json.put("ip_allowlist", account.ipAllowlist());
        json.put("expires_date", account.expires());
        json.put("last_used_date", account.lastUsed());
        return json;
    }
}
