package blotter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    @Test
    void theHelpNamesEveryCaseAndAttack() {
        var words = BenchCommand.commandLine().getUsageMessage().split("[\\s,;.]+");
        assertThat(words)
                .containsAll(Stream.concat(Bench.caseNames().stream(), Soak.names().stream())
                        .toList());
    }

    @Test
    void whatIsOutOfRangeIsNotUnderstood() {
        for (var wrong : new String[][] {
            {"--seconds", "0"},
            {"--seconds", "x"},
            {"--incidents", "999"},
            {"--connections", "1,65"},
            {"--only", "patch-1,frobnicate"},
            {"--frobnicate"}
        }) {
            assertThat(BenchCommand.commandLine().execute(wrong)).isEqualTo(2);
        }
    }
}
