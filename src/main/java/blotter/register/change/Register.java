package blotter.register.change;

import blotter.platform.http.Parameter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A register as the change engine knows it: table, fields, ids and rules.
///
/// @param name the table, and the name of an entry in a row; `name_history` is its history
/// @param plural the name of entries in responses, and the organization's counter column
/// @param prefix the part of an id before the number: `INC`
/// @param comments the name of the comment count in a row
/// @param dateOrders pairs of dates that must be in order
public record Register(
        String name,
        String plural,
        String prefix,
        String comments,
        Links links,
        List<Field> fields,
        List<DateOrder> dateOrders) {
    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,17}");

    /// The other register's entries that an entry is linked to, by the rows of `incident_risk`.
    ///
    /// @param name the name of the linked entries in rows and history
    /// @param own the column with the entry's number
    /// @param other the column with the other's number
    /// @param register the other register's table
    /// @param prefix the part of the other register's ids before the number
    public record Links(String name, String own, String other, String register, String prefix) {
        /// The id of a linked entry.
        public String id(long number) {
            return Register.id(prefix, number);
        }

        /// The number of such an id; null for anything else.
        @Nullable
        Long number(String id) {
            return Register.number(prefix, id);
        }

        /// Selects the numbers of those that the entry `i` is linked to, in their order.
        String select() {
            return "select l.%s from incident_risk l where l.org_id = i.org_id and l.%s = i.number order by 1"
                    .formatted(other, own);
        }
    }

    /// Two dates in order, if an entry has both.
    public record DateOrder(Field earlier, Field later) {}

    /// The field of this name; null when there is none.
    public @Nullable Field field(String fieldName) {
        for (var field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /// `INC-00007`: five digits at least.
    public String id(long number) {
        return id(prefix, number);
    }

    private static String id(String prefix, long number) {
        var digits = Long.toString(number);
        return digits.length() >= 5 ? prefix + "-" + digits : prefix + "-" + "0".repeat(5 - digits.length()) + digits;
    }

    /// The number of `INC-00007`, `INC-7` or `7`; null for anything else.
    public @Nullable Long number(String id) {
        return number(prefix, id);
    }

    private static @Nullable Long number(String prefix, String id) {
        var digits = id.startsWith(prefix + "-") ? id.substring(prefix.length() + 1) : id;
        return NUMBER.matcher(digits).matches() && digits.length() < 40 ? Long.valueOf(digits) : null;
    }

    /// The number of the entry that a path parameter names.
    public Parameter<Long> parameter(String name, String id) {
        return Parameter.of(name, id, text -> number(text), idExpected());
    }

    /// The expected form of an id, for messages.
    public String idExpected() {
        return "an id like %s-00007".formatted(prefix);
    }
}
