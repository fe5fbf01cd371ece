package blotter.tools.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A saved view.
///
/// @param by the key of a person
/// @param query the list's query string, in which `{me}` stands for the person's id
record SampleView(
        String name, String by, String register, String query, List<String> columns, boolean shared, Instant at) {

    static List<SampleView> read(String path, Instant now) {
        return SampleText.blocks(path).stream()
                .map(block -> new SampleView(
                        block.name(),
                        block.setting("by", ""),
                        block.setting("register", "incidents"),
                        block.setting("query", ""),
                        block.settings().containsKey("columns")
                                ? List.of(block.setting("columns", "").split(", ", -1))
                                : List.of(),
                        block.setting("shared", "no").equals("yes"),
                        now.minus(Duration.ofDays(Long.parseLong(block.setting("days-ago", "0"))))
                                .truncatedTo(ChronoUnit.MINUTES)))
                .toList();
    }
}
