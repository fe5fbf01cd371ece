package blotter.app.cli;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Standard streams and environment of a command.
///
/// @param out results only, which programs read with `--json`
/// @param err messages for people
record Terminal(InputStream in, PrintStream out, PrintStream err, Settings settings) {

    static Terminal system() {
        return new Terminal(System.in, System.out, System.err, Settings.system());
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, charset(out));
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, charset(err));
    }

    private static Charset charset(PrintStream stream) {
        return stream.charset();
    }

    void error(@Nullable String line) {
        err.println("blotter: " + Objects.requireNonNullElse(line, "unknown failure"));
    }

    BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
