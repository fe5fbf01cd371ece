package blotter.app.cli;

import blotter.platform.database.Database;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records the calls of the command line.
final class FakeParts implements Administration, SampleLoader {
    final List<Object> asked = new ArrayList<>();

    Parts parts() {
        return new Parts(database -> this, this);
    }

    @Override
    public String setupToken() {
        return "the-token";
    }

    @Override
    public Organization createOrganization(String slug, String name) {
        asked.add(slug);
        if (slug.equals("taken")) {
            throw new Refused("--slug: taken (expected: one that no organization has)");
        }
        return new Organization("0198", slug, name);
    }

    @Override
    public ServiceAccount createServiceAccount(String organization, AccountContent content) {
        asked.add(content);
        return new ServiceAccount("the-id", "the-secret");
    }

    @Override
    public void changeServiceAccount(String organization, String account, AccountContent content) {
        asked.add("change %s %s".formatted(organization, account));
        asked.add(content);
    }

    @Override
    public User createUser(NewUser user) {
        asked.add(user);
        return new User("0198", user.email());
    }

    @Override
    public List<ListedServiceAccount> serviceAccounts(String organization) {
        return List.of(
                new ListedServiceAccount("SOAR", "sa_1_a", List.of("Editor"), true, List.of("10.0.0.0/8"), null, null));
    }

    @Override
    public ServiceAccount rotateSecret(String organization, String account, int overlapSeconds) {
        asked.add("rotate %s %s %d".formatted(organization, account, overlapSeconds));
        return new ServiceAccount("sa_1_a", "new");
    }

    @Override
    public void setActive(String organization, String account, boolean active) {
        asked.add("active %s %s %s".formatted(organization, account, active));
    }

    @Override
    public void deleteServiceAccount(String organization, String account) {
        asked.add("delete %s %s".formatted(organization, account));
    }

    @Override
    public List<Verified> verifyAuditLog(@Nullable String organization, @Nullable String head) {
        asked.add("verify %s %s".formatted(organization, head));
        return List.of(
                new Verified("example", 3, 40, 2, "3:ab", head == null ? List.of("seal 2 was changed") : List.of()));
    }

    @Override
    public boolean isLoaded(Database database) {
        return false;
    }

    @Override
    public DemoCredentials load(Database database, int incidents, PrintStream progress) {
        return renew(database);
    }

    @Override
    public DemoCredentials renew(Database database) {
        return new DemoCredentials("ada@example.com", "pw", "id", "secret");
    }
}
