package blotter.cli;

import blotter.database.Database;
import java.io.PrintStream;
import java.util.List;

/// Stands where the register's own classes will.
final class NotYet implements Administration, SampleLoader {
    private static final String LINE = "this version has no register yet";

    @Override
    public boolean hasOrganization() {
        return false;
    }

    @Override
    public Organization createOrganization(String slug, String name) {
        throw new Refused(LINE);
    }

    @Override
    public ServiceAccount createServiceAccount(String organization, String name, List<String> roles) {
        throw new Refused(LINE);
    }

    @Override
    public User createUser(NewUser user) {
        throw new Refused(LINE);
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
        return new DemoCredentials("nobody@example.com", "none", "none", "none");
    }
}
