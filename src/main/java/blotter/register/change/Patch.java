package blotter.register.change;

import blotter.register.objective.ObjectiveRelation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One set of changes, to be applied to each of many entries.
///
/// @param fields changes; other fields keep their values
/// @param tags null to keep the tags
/// @param objectives all objectives, or null to keep them
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
