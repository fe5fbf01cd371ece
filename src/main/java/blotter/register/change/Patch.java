package blotter.register.change;

import blotter.register.objective.ObjectiveRelation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One set of changes, to be applied to each of many entries.
///
/// @param fields what is not in it stays as it is
/// @param tags null when the tags stay as they are
/// @param objectives the whole set, or null when the objectives stay as they are
public record Patch(
        Map<Field, FieldChange> fields,
        @Nullable TagChange tags,
        @Nullable List<ObjectiveRelation.Setting> objectives) {

    @Nullable
    Object result(Field field) {
        var change = fields.get(field);
        return change == null ? null : change.result();
    }
}
