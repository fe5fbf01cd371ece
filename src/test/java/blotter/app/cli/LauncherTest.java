package blotter.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `./blotter`, as far as it works without a build.
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    Path elsewhere;

    private record Result(int status, String out, String err) {}

    private Result launch(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add("bash");
        command.add(Path.of("blotter").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        var err = elsewhere.resolve("err");
        var builder = new ProcessBuilder(command).directory(elsewhere.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void reportsAnUnknownCommand() throws Exception {
        assertThat(launch(Map.of(), "frobnicate"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "blotter: frobnicate: not known (expected: demo, run, admin, test, bench, version or help)\n"));
    }

    @Test
    void helpListsTheCommands() throws Exception {
        var result = launch(Map.of(), "help");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("./blotter demo", "./blotter run", "./blotter admin", "./blotter test");
        assertThat(result.out()).contains("BLOTTER_DATABASE_POOL_SIZE", "BLOTTER_BULK_MAX_IDS", "BLOTTER_CACHE");
    }

    @Test
    void showsHelpAsAnErrorWithoutACommand() throws Exception {
        var result = launch(Map.of());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("./blotter demo");
    }
}
