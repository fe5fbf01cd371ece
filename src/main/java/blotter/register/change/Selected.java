package blotter.register.change;

import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;

/// An entry that a request names.
///
/// @param pointer the JSON pointer to the id in the request, for faults
public record Selected(long number, String pointer) {

    /// Reads a list of ids, ignoring duplicates. More than `most` different ones are a problem `too-large`.
    public static List<Selected> read(List<JsonNode> ids, Register register, int most, Faults faults) {
        var selected = new LinkedHashMap<Long, Selected>();
        for (int i = 0; i < ids.size(); i++) {
            var pointer = "/ids/" + i;
            var text = JsonFields.text(ids.get(i), pointer, Integer.MAX_VALUE, faults);
            var number = text == null ? null : register.number(text);
            if (number != null) {
                selected.putIfAbsent(number, new Selected(number, pointer));
            } else if (text != null) {
                faults.add(pointer, "invalid_format", text, register.idExpected());
            }
        }
        if (selected.size() > most) {
            throw Problem.problem(
                    ProblemType.TOO_LARGE,
                    "%d ids (expected: %d at most in one call)".formatted(selected.size(), most));
        }
        return List.copyOf(selected.values());
    }

    static List<Long> numbers(List<Selected> selection) {
        return selection.stream().map(Selected::number).toList();
    }
}
