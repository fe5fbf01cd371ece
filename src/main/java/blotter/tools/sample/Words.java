package blotter.tools.sample;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Lists of words, whose entries can contain slots. A list replaces one with the same name in an earlier file.
final class Words {

    private final Map<String, List<Template>> lists = new HashMap<>();
    private final Map<String, String> plain = new ConcurrentHashMap<>();

    private Words() {}

    static Words of(String... paths) {
        var words = new Words();
        for (var path : paths) {
            words.read(path);
        }
        return words;
    }

    private void read(String path) {
        List<Template> list = null;
        for (var line : SampleText.lines(path)) {
            if (line.startsWith("# ")) {
                list = new ArrayList<>();
                lists.put(line.substring(2).strip(), list);
            } else if (list != null && !line.isBlank()) {
                list.add(Template.of(line.strip()));
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException("%s: %s (expected: `# name` first)".formatted(path, line));
            }
        }
    }

    List<Template> list(String name) {
        var list = lists.get(name);
        if (list == null) {
            throw new IllegalArgumentException(
                    "slot: {%s} (expected: a slot of the scenario or a list of words)".formatted(name));
        }
        return list;
    }

    /// `s.kjaergaard` for `Søren Kjærgaard`.
    String login(String first, String last) {
        return plain.computeIfAbsent(first, Words::ascii).charAt(0) + "." + plain.computeIfAbsent(last, Words::ascii);
    }

    private static String ascii(String text) {
        var lower = text.toLowerCase(Locale.ROOT)
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("ı", "i")
                .replace("đ", "d");
        return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("[^a-z]", "");
    }
}
