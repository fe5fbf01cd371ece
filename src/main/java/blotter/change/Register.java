package blotter.change;

import blotter.problem.Faults;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the engine of changes must know of a register: its table, its fields, its ids, its rules.
///
/// @param name the table's name; `name_history` holds what happened
/// @param prefix what stands before a number in an id: `INC`
/// @param counter the organization's counter column
/// @param links a sub-select of the numbers of the other register's entries that `i` is linked to, in
/// their order
/// @param dateOrders pairs of dates of which the first must not be after the second
public record Register(
        String name, String prefix, String counter, String links, List<Field> fields, List<DateOrder> dateOrders) {
    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,17}");

    /// A date that must not be after another, when an entry has both.
    public record DateOrder(Field earlier, Field later) {}

    /// The field of this name; null when there is none.
    @Nullable
    Field field(String fieldName) {
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

    public static String id(String prefix, long number) {
        var digits = Long.toString(number);
        return digits.length() >= 5 ? prefix + "-" + digits : prefix + "-" + "0".repeat(5 - digits.length()) + digits;
    }

    /// The number of `INC-00007`, `INC-7` or `7`; null for anything else.
    public @Nullable Long number(String id) {
        var digits = id.startsWith(prefix + "-") ? id.substring(prefix.length() + 1) : id;
        return NUMBER.matcher(digits).matches() && digits.length() < 40 ? Long.valueOf(digits) : null;
    }

    /// The number of an id in an address; 0, and a fault, when it is none.
    public long number(String id, Faults faults) {
        var number = number(id);
        if (number == null) {
            faults.add("id", "invalid_format", id, idExpected());
            return 0;
        }
        return number;
    }

    /// What an id must look like, for messages.
    public String idExpected() {
        return "an id like %s-00007".formatted(prefix);
    }
}
