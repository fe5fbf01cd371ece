package blotter.register.transfer;

import blotter.platform.json.Uuids;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Converts values to spreadsheet cells and back without loss.
///
/// Prevents formula injection: a text that begins with one of `= + - @`, their full-width forms, a tab or a line
/// break gets a leading apostrophe, and so does one that begins with apostrophes followed by one of these. An empty
/// text, in contrast to a missing one, is written as an apostrophe.
final class Cells {
    private static final Pattern GUARDED =
            Pattern.compile("'*(?:[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*)?", Pattern.DOTALL);

    private Cells() {}

    /// Formats a text; null becomes an empty cell.
    static String written(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return GUARDED.matcher(text).matches() ? "'" + text : text;
    }

    /// Parses the text of a cell; null when the cell is empty.
    static @Nullable String read(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return cell.charAt(0) == '\'' && GUARDED.matcher(cell.substring(1)).matches() ? cell.substring(1) : cell;
    }

    /// Formats labels, separated by `;`, with `;` and `\` escaped by `\`. A tag whose label looks like an id is
    /// represented by its own id, to avoid confusion with another tag.
    static @Nullable String tags(List<Tag> tags) {
        return tags.isEmpty()
                ? null
                : tags.stream()
                        .map(tag -> Uuids.parse(tag.content()) == null
                                ? tag.content().replace("\\", "\\\\").replace(";", "\\;")
                                : tag.id().toString())
                        .collect(Collectors.joining("; "));
    }

    /// Parses labels, without surrounding white space. A `\` before other characters than `;` and `\` is literal.
    static List<String> labels(String cell) {
        var labels = new ArrayList<String>();
        var label = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean escapes = c == '\\' && i + 1 < cell.length() && ";\\".indexOf(cell.charAt(i + 1)) >= 0;
            if (c == ';') {
                add(label, labels);
            } else {
                label.append(escapes ? cell.charAt(++i) : c);
            }
        }
        add(label, labels);
        return labels;
    }

    private static void add(StringBuilder label, List<String> labels) {
        var text = label.toString().strip();
        if (!text.isEmpty()) {
            labels.add(text);
        }
        label.setLength(0);
    }

    /// Formats objectives, separated by `;`, each followed by `:` and its relevance if it has one.
    static @Nullable String objectives(List<ObjectiveRelation> relations) {
        return relations.isEmpty()
                ? null
                : relations.stream()
                        .map(each -> each.relevance() == null
                                ? each.objective().label()
                                : each.objective().label() + ":"
                                        + each.relevance().label())
                        .collect(Collectors.joining("; "));
    }
}
