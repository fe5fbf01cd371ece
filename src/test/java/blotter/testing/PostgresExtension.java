package blotter.testing;

import blotter.platform.database.Database;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test class its own migrated database in a real PostgreSQL, shared by its tests. Use
/// `@ExtendWith(PostgresExtension.class)` and a parameter of type [Database] or [Database.Settings].
public final class PostgresExtension implements ParameterResolver {
    /// A key for encrypting secrets.
    public static final String SECRET_KEY = "dGhlIHRlc3RzJyBrZXksIHdoaWNoIGlzIG5vIHNlY3I=";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);

    /// Called by JUnit.
    public PostgresExtension() {}

    /// A new migrated database, for use outside JUnit parameters, as in a Quarkus test resource.
    public static Database.Settings newDatabase() {
        return TestPostgres.newDatabase();
    }

    /// A new database without tables.
    public static Database.Settings newEmptyDatabase() {
        return TestPostgres.newEmptyDatabase();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Database.class || type == Database.Settings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var testClass = context.getRequiredTestClass();
        // The outermost context: a class and its nested classes share one database.
        var opened = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(outermost(testClass), key -> Opened.open(), Opened.class);
        return parameter.getParameter().getType() == Database.class ? opened.database() : opened.settings();
    }

    private static Class<?> outermost(Class<?> type) {
        var enclosing = type.getEnclosingClass();
        return enclosing == null ? type : outermost(enclosing);
    }

    private record Opened(Database.Settings settings, Database database) implements AutoCloseable {
        static Opened open() {
            var settings = TestPostgres.newDatabase();
            return new Opened(settings, Database.open(settings));
        }

        @Override
        public void close() {
            database.close();
            TestPostgres.drop(settings);
        }
    }
}
