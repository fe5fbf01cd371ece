package blotter.platform.database;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Maps Java's types to PostgreSQL's. Instants are sent as date-times with offset: `java.sql.Timestamp` is wrong in
/// some zones and centuries.
public final class PostgresTypes extends JdbiPlugin.Singleton {
    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerArgument(new UuidArgument());
        jdbi.registerArgument(new ArrayArgument());
        jdbi.registerArrayType(UUID.class, "uuid");
        // For arrays that Jdbi binds itself. Its default varchar[] has no operators with text[].
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
    }

    /// Reads a timestamptz that may be null.
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row, row.findColumn(column));
    }

    /// Reads a timestamptz that may be null.
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            var time = value.atOffset(ZoneOffset.UTC);
            return (position, statement, context) -> statement.setObject(position, time);
        }
    }

    // Otherwise Jdbi would send a null uuid as text.
    private static final class UuidArgument extends AbstractArgumentFactory<UUID> {
        UuidArgument() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value);
        }
    }

    // Jdbi passes the driver an `Object[]`, which it sends as escaped text; typed arrays go in binary.
    private static final class ArrayArgument implements ArgumentFactory {
        @Override
        public Optional<Argument> build(Type type, @Nullable Object value, ConfigRegistry config) {
            return switch (value) {
                case String[] texts -> Optional.of(argument("text", texts));
                case Long[] numbers -> Optional.of(argument("bigint", numbers));
                case null, default -> Optional.empty();
            };
        }

        private static Argument argument(String type, Object array) {
            return (position, statement, context) -> statement.setArray(
                    position,
                    statement.getConnection().unwrap(PGConnection.class).createArrayOf(type, array));
        }
    }
}
