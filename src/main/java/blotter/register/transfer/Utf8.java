package blotter.register.transfer;

import blotter.platform.http.Upload;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads uploads as UTF-8.
final class Utf8 {
    private static final int BLOCK = 64 * 1024;

    private Utf8() {}

    /// Throws a problem with the line of the first malformed character.
    static void check(Upload upload) {
        try (var input = upload.open()) {
            check(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(InputStream input) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.allocate(BLOCK);
        var characters = CharBuffer.allocate(BLOCK);
        long line = 1;
        boolean first = true;
        boolean ended = false;
        while (!ended) {
            int read = input.read(bytes.array(), bytes.position(), bytes.remaining());
            ended = read < 0;
            bytes.position(bytes.position() + Math.max(read, 0)).flip();
            if (first && isUtf16(bytes)) {
                throw malformed("the file is in UTF-16 (expected: UTF-8, which Excel calls “CSV UTF-8”)");
            }
            first = false;
            var result = decoder.decode(bytes, characters.clear(), ended);
            line += characters.flip().chars().filter(c -> c == '\n').count();
            if (result.isError()) {
                throw malformed("line %d is not well-formed UTF-8 (expected: UTF-8, which Excel calls “CSV UTF-8”)"
                        .formatted(line));
            }
            bytes.compact();
        }
    }

    private static boolean isUtf16(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return false;
        }
        int mark = bytes.getShort(0) & 0xffff;
        return mark == 0xfeff || mark == 0xfffe || bytes.get(0) == 0 || bytes.get(1) == 0;
    }

    private static Problem malformed(String detail) {
        return Problem.problem(ProblemType.MALFORMED_BODY, detail, List.of(new Fault("", "not_utf8", detail)));
    }

    /// A reader that skips the byte order mark.
    static Reader reader(Upload upload) {
        var reader = new BufferedReader(new InputStreamReader(upload.open(), StandardCharsets.UTF_8), BLOCK);
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
