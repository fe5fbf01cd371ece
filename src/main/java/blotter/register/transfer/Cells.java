package blotter.register.transfer;

import blotter.platform.json.Uuids;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How values stand in the cells of a spreadsheet. What is written reads back as it was.
///
/// A text that a spreadsheet would run as a formula, since it begins with one of `= + - @`, their full-width
/// forms, a tab or a line break, gets an apostrophe in front, and so does one that begins with apostrophes
/// and then one of these. A text of no character, which is not the same as no text, is written as one
/// apostrophe.
final class Cells {
    private static final Pattern GUARDED =
            Pattern.compile("'*(?:[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*)?", Pattern.DOTALL);

    private Cells() {}

    /// The cell of a text; an empty cell when there is none.
    static String written(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return GUARDED.matcher(text).matches() ? "'" + text : text;
    }

    /// The text of a cell; null when the cell is empty.
    static @Nullable String read(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return cell.charAt(0) == '\'' && GUARDED.matcher(cell.substring(1)).matches() ? cell.substring(1) : cell;
    }

    /// Labels, `;` between them; a `;` or `\` in a label has a `\` in front. A tag whose label looks like an id
    /// is named by its own, so that it is not taken for another's.
    static @Nullable String tags(List<Tag> tags) {
        return tags.isEmpty()
                ? null
                : tags.stream()
                        .map(tag -> Uuids.parse(tag.content()) == null
                                ? tag.content().replace("\\", "\\\\").replace(";", "\\;")
                                : tag.id().toString())
                        .collect(Collectors.joining("; "));
    }

    /// The labels of a cell, without the white space around them. A `\` in front of anything but `;` and `\` is
    /// itself.
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

    /// Objectives, `;` between them, each with its relevance behind a `:` if it has one.
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
