package blotter.platform.database;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Explains connection failures in one line that names the setting to check.
final class DatabaseProblems {
    private static final String URL = "BLOTTER_DATABASE_URL";

    private DatabaseProblems() {}

    /// Properties for pgjdbc. Parameters in the URL take precedence.
    static Properties properties(Database.Settings settings) {
        var properties = new Properties();
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
        }
        if (!settings.password().isEmpty()) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("ApplicationName", "blotter");
        properties.setProperty("assumeMinServerVersion", "12");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        // Details quote the row that caused the failure, and messages end up in logs.
        properties.setProperty("logServerErrorDetail", "false");
        // Detects a dead peer; a socket timeout would also end long statements.
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    static Optional<StartupFailure> badUrl(Database.Settings settings) {
        return parse(settings) == null
                ? Optional.of(new StartupFailure("%s: %s (expected: jdbc:postgresql://host:5432/database)"
                        .formatted(URL, withoutSecrets(settings.url()))))
                : Optional.empty();
    }

    static StartupFailure explain(SQLException e, Database.Settings settings) {
        var place = place(settings);
        var user = user(settings);
        var message = message(e);
        var state = Objects.requireNonNullElse(e.getSQLState(), "");
        var line = switch (state) {
            case "28P01" ->
                "PostgreSQL at %s does not accept the password of user '%s' (BLOTTER_DATABASE_USER, BLOTTER_DATABASE_PASSWORD)"
                        .formatted(place, user);
            case "08004", "28000" ->
                "PostgreSQL at %s does not let user '%s' in (BLOTTER_DATABASE_USER, BLOTTER_DATABASE_PASSWORD): %s"
                        .formatted(place, user, message);
            case "3D000" -> "PostgreSQL at %s has no such database (%s): %s".formatted(place, URL, message);
            case "42501" ->
                "PostgreSQL at %s does not let user '%s' do what Blotter needs (BLOTTER_DATABASE_USER): %s; the user must own the database, or have 'create' on it and on its schema public"
                        .formatted(place, user, message);
            case "53300" -> "PostgreSQL at %s has no connection left for Blotter: %s".formatted(place, message);
            case "57P01", "57P02", "57P03" -> "PostgreSQL at %s is not ready: %s".formatted(place, message);
            case "25006" -> "PostgreSQL at %s is read-only (a standby?) (%s): %s".formatted(place, URL, message);
            case "53100" -> "PostgreSQL at %s has a full disk: %s".formatted(place, message);
            default ->
                state.startsWith("08")
                        ? "PostgreSQL at %s cannot be reached (%s): %s".formatted(place, URL, message)
                        : "PostgreSQL at %s: %s".formatted(place, message);
        };
        return new StartupFailure(line, e);
    }

    static String place(Database.Settings settings) {
        var parsed = parse(settings);
        return parsed == null
                ? withoutSecrets(settings.url())
                : "%s:%s/%s"
                        .formatted(
                                parsed.getProperty("PGHOST", "localhost"),
                                parsed.getProperty("PGPORT", "5432"),
                                parsed.getProperty("PGDBNAME", ""));
    }

    static String user(Database.Settings settings) {
        var parsed = parse(settings);
        return parsed == null
                ? settings.user()
                : parsed.getProperty(
                        "user", settings.user().isEmpty() ? System.getProperty("user.name") : settings.user());
    }

    /// Masks the passwords in `postgres://name:secret@host` and `?password=secret`.
    static String withoutSecrets(String url) {
        return url.replaceAll("//[^/@]*@", "//…@").replaceAll("(?i)(password=)[^&]*", "$1…");
    }

    private static @Nullable Properties parse(Database.Settings settings) {
        return settings.url().startsWith("jdbc:postgresql:") ? Driver.parseURL(settings.url(), null) : null;
    }

    // The first line only: the driver adds hints at pg_hba.conf in several forms.
    private static String message(SQLException e) {
        var cause = e.getCause();
        var message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        var line = message.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
        if (cause != null && cause.getMessage() != null && line.startsWith("The connection attempt failed")) {
            return cause instanceof UnknownHostException ? "unknown host " + cause.getMessage() : cause.getMessage();
        }
        return line;
    }
}
