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

    /// A date beside the fields that says since when a field has had this value, and is null while it has
    /// another. It is there to be counted by: no answer shows it, and no history.
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

    /// This field as one that an entry always has.
    public Field always() {
        return new Field(name, kind, sqlType, true, maxLength, allowed, since, derivedFrom);
    }

    /// This field, with a date of that name that says since when it has had the value. The row has it, and
    /// nobody else.
    public Field since(String value, String date) {
        var itsDate = new Since(value, of(date, Kind.DATE_TIME));
        return new Field(name, kind, sqlType, required, maxLength, allowed, itsDate, derivedFrom);
    }

    /// This field as one that no client writes, since it follows from others.
    ///
    /// @param others from what, in words
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

    /// Whether an entry always has it.
    public boolean required() {
        return required;
    }

    public int maxLength() {
        return maxLength;
    }

    /// From what it follows, in words; null when clients write it.
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
