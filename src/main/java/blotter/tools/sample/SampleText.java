package blotter.tools.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads files under `/sample`. A block begins with `# name` and contains settings (`key: value`), slots (`name = a
/// | b`), and sections. A section begins with `## name` and contains variants, separated by lines `---`.
final class SampleText {

    record Block(
            String name, Map<String, String> settings, Map<String, String> slots, Map<String, List<String>> sections) {

        String setting(String key, String fallback) {
            return settings.getOrDefault(key, fallback);
        }

        List<String> section(String key) {
            return sections.getOrDefault(key, List.of());
        }
    }

    private SampleText() {}

    static List<String> lines(String path) {
        try (var in = SampleText.class.getResourceAsStream("/sample/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: /sample/%s (expected: a file)".formatted(path));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String path) {
        var blocks = new ArrayList<Block>();
        var text = new StringBuilder();
        String section = "";
        for (var line : lines(path)) {
            if (line.startsWith("# ")) {
                keep(blocks, section, text);
                blocks.add(new Block(
                        line.substring(2).strip(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>()));
                section = "";
            } else if (line.startsWith("## ")) {
                keep(blocks, section, text);
                section = line.substring(3).strip();
            } else if (line.equals("---")) {
                keep(blocks, section, text);
            } else if (section.isEmpty()) {
                setting(path, blocks, line);
            } else {
                text.append(line).append('\n');
            }
        }
        keep(blocks, section, text);
        return blocks;
    }

    private static void setting(String path, List<Block> blocks, String line) {
        if (line.isBlank()) {
            return;
        }
        int colon = line.indexOf(": ");
        int equal = line.indexOf(" = ");
        if (equal > 0 && (colon < 0 || equal < colon)) {
            blocks.getLast()
                    .slots()
                    .put(
                            line.substring(0, equal).strip(),
                            line.substring(equal + 3).strip());
        } else if (colon > 0) {
            blocks.getLast()
                    .settings()
                    .put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 2).strip());
        } else {
            throw new IllegalArgumentException(
                    "%s: %s (expected: `key: value` or `slot = text`)".formatted(path, line));
        }
    }

    /// A section of titles has one per line; the variants of others have several lines.
    private static void keep(List<Block> blocks, String section, StringBuilder text) {
        if (!section.isEmpty() && !text.isEmpty()) {
            var variants = blocks.getLast().sections().computeIfAbsent(section, s -> new ArrayList<>());
            if (section.startsWith("title")) {
                text.toString().lines().filter(line -> !line.isBlank()).forEach(variants::add);
            } else if (!text.toString().isBlank()) {
                variants.add(text.toString().strip());
            }
        }
        text.setLength(0);
    }
}
