package blotter.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.app.cli.ServerOptions.HttpAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StartTimesTest {
    @Test
    void printsTheDurationOfEachPart() {
        var times = StartTimes.sinceTheJvmBegan();
        times.over("schema");
        var bytes = new ByteArrayOutputStream();
        times.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), new HttpAddress("127.0.0.1", 8080, null));
        assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
                .matches("Blotter is ready on http://localhost:8080"
                        + " \\(started in \\d+\\.\\d s: JVM \\d+\\.\\d, schema \\d+\\.\\d, server \\d+\\.\\d\\)");
    }
}
