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

/// Where a command reads and writes, and the environment that it sees.
///
/// @param out results alone: with `--json` a program reads it
/// @param err everything said to a person who watches
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

    /// A reader of lines in UTF-8.
    BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
