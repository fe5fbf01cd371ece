package blotter.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Problem;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static void refused(String body, String code) {
        assertThatThrownBy(() -> Json.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.faults().getFirst().code()).isEqualTo(code));
    }

    @Test
    void aSmallBodyDoesNotBecomeALargeTree() {
        refused("[" + "{},".repeat(Json.MAX_TOKENS / 2) + "{}]", "too_many");
        refused("[" + "1,".repeat(Json.MAX_TOKENS) + "1]", "too_many");
        refused("[".repeat(33) + "]".repeat(33), "too_deep");
        refused("[" + "1".repeat(101) + "]", "out_of_range");
        refused("{\"" + "a".repeat(1_001) + "\": 1}", "out_of_range");
    }

    @Test
    void readsTheLargestPossiblePatch() {
        var ids =
                IntStream.range(0, 100_000).mapToObj(i -> "\"%d\"".formatted(i)).collect(Collectors.joining(","));
        var versions = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"%d\":1".formatted(i))
                .collect(Collectors.joining(","));
        var body = "{\"ids\":[%s],\"versions\":{%s}}".formatted(ids, versions).getBytes(StandardCharsets.UTF_8);
        assertThat(Json.parse(body).get("versions").size()).isEqualTo(100_000);
    }

    @Test
    void countsEachValueOfAnEndlessText() {
        var value = "{\"a\": [" + "1,".repeat(Json.MAX_TOKENS_OF_VALUE - 10) + "1]}";
        var values = new int[1];
        Json.values(new StringReader((value + "\n").repeat(20)), each -> values[0]++);
        assertThat(values[0]).isEqualTo(20);
        assertThatThrownBy(() -> Json.values(new StringReader("[[" + "{},".repeat(40_000) + "{}]]"), each -> {}))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("too many values (expected: 50000 tokens at most)");
    }
}
