package blotter.cli;

import blotter.database.Database;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Remembers what the command line asks for.
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
    public ServiceAccount createServiceAccount(String organization, String name, List<String> roles) {
        asked.add(List.of(organization, name, roles));
        return new ServiceAccount("the-id", "the-secret");
    }

    @Override
    public User createUser(NewUser user) {
        asked.add(user);
        return new User("0198", user.email());
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
