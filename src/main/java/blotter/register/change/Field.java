package blotter.register.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A field of a register's entries that clients may change, unless it is derived. Its name is that of the API and
/// of the column.
public final class Field {
    /// What a field holds: a `String`, or an `Instant` for a date-time, or a `UUID` for a user.
    public enum Kind {
        TEXT("text"),
        /// A text of one line that must not be blank.
        LABEL("text"),
        ONE_OF("text"),
        SOURCE("text"),
        USER("uuid"),
        DATE_TIME("timestamptz");

        private final String sqlType;

        Kind(String sqlType) {
            this.sqlType = sqlType;
        }
    }

    /// The date since when a field has had this value; null while it has another. Metrics use it; responses and
    /// histories do not show it.
    record Since(String value, Field date) {}

    private final String name;
    private final Kind kind;
    private final String sqlType;
    private final boolean required;
    private final int maxLength;
    private final List<String> allowed;
    private final @Nullable Since since;
    private final @Nullable String derivedFrom;

    private Field(
            String name,
            Kind kind,
            String sqlType,
            boolean required,
            int maxLength,
            List<String> allowed,
            @Nullable Since since,
            @Nullable String derivedFrom) {
        this.name = name;
        this.kind = kind;
        this.sqlType = sqlType;
        this.required = required;
        this.maxLength = maxLength;
        this.allowed = allowed;
        this.since = since;
        this.derivedFrom = derivedFrom;
    }

    /// A text of at most so many characters.
    public static Field text(String name, Kind kind, int maxLength) {
        return new Field(name, kind, kind.sqlType, false, maxLength, List.of(), null, null);
    }

    /// One of the values of a PostgreSQL enum type.
    public static Field oneOf(String name, String sqlType, List<String> allowed) {
        return new Field(name, Kind.ONE_OF, sqlType, false, Integer.MAX_VALUE, allowed, null, null);
    }

    public static Field of(String name, Kind kind) {
        return new Field(name, kind, kind.sqlType, false, Integer.MAX_VALUE, List.of(), null, null);
    }

    /// The same field, required.
    public Field always() {
        return new Field(name, kind, sqlType, true, maxLength, allowed, since, derivedFrom);
    }

    /// The same field, with a column of this name for the date since when it has had the value. Only the row has
    /// it.
    public Field since(String value, String date) {
        var itsDate = new Since(value, of(date, Kind.DATE_TIME));
        return new Field(name, kind, sqlType, required, maxLength, allowed, itsDate, derivedFrom);
    }

    /// The same field, derived from others: clients cannot write it.
    ///
    /// @param others the fields that it is derived from, in words
    public Field derivedFrom(String others) {
        return new Field(name, kind, sqlType, required, maxLength, allowed, since, others);
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /// The column's type.
    public String sqlType() {
        return sqlType;
    }

    /// Whether it is required.
    public boolean required() {
        return required;
    }

    public int maxLength() {
        return maxLength;
    }

    /// The fields that it is derived from, in words; null if clients write it.
    public @Nullable String derivedFrom() {
        return derivedFrom;
    }

    /// The values of an enum, in its order.
    public List<String> allowed() {
        return allowed;
    }

    @Nullable
    Since since() {
        return since;
    }

    @Override
    public String toString() {
        return name;
    }
}
