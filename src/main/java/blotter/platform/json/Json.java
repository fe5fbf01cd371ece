package blotter.platform.json;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// JSON (RFC 8259), read strictly: UTF-8 only, no duplicate keys, nothing after the value, 32 levels and half a million
/// tokens at most, so that a small body cannot become a large tree.
public final class Json {
    static final int MAX_DEPTH = 32;

    // A patch of 100,000 ids with their versions has 300,000. A value and each of its braces, brackets and names is
    // one.
    static final int MAX_TOKENS = 500_000;

    // Of one value among many: a case with all its observables has some thousands.
    static final int MAX_TOKENS_OF_VALUE = 50_000;

    private static final int MAX_TEXT = 4 << 20;

    private static final int MAX_NAME = 1_000;
    private static final int MAX_NUMBER = 100;

    // Of each byte, as long as there are few; of all, when as many tokens as there may be are the costliest, which are
    // empty objects and those with a single field.
    private static final int BYTES_EACH = 32;
    private static final int BYTES_OF_TOKENS = MAX_TOKENS * 56;
    private static final int BYTES_OF_TEXT = 6;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();
    // Of a text without an end, in which each value is counted by itself.
    private static final JsonFactory STREAM = FACTORY.rebuild()
            .streamReadConstraints(FACTORY.streamReadConstraints()
                    .rebuild()
                    .maxTokenCount(Long.MAX_VALUE)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();
    private static final ObjectMapper STRICT = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonFactory TRUSTED = new JsonFactory();
    private static final ObjectMapper TRUSTED_TREES = new ObjectMapper(TRUSTED);

    private Json() {}

    /// Writes one JSON value.
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /// How many bytes of memory [#parse] needs for a body of so many bytes, and what it makes of it, at most.
    public static long weight(int length) {
        return Math.min((long) BYTES_EACH * length, BYTES_OF_TOKENS + (long) BYTES_OF_TEXT * length);
    }

    /// Reads a client's JSON; anything that is not JSON is a problem `malformed-body`.
    public static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw malformed("malformed_json", "the body is empty (expected: a JSON object)");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("not_utf8", "the body is not well-formed UTF-8");
        }
        try {
            var node = STRICT.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw malformed("malformed_json", "the body is empty (expected: a JSON object)");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw constraint(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /// Reads a client's JSON of any length, value by value: those of an array, or one after the other. Anything that is
    /// not
    /// JSON is a problem `malformed-body`.
    public static void values(Reader text, Consumer<JsonNode> values) {
        try (var parser = new Counting(STREAM.createParser(text))) {
            var reader = STRICT.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            var token = parser.nextToken();
            boolean array = token == JsonToken.START_ARRAY;
            for (token = array ? parser.nextToken() : token;
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                parser.tokens = 0;
                values.accept(reader.readTree(parser));
            }
            if (array && parser.nextToken() != null) {
                throw malformed(
                        "malformed_json",
                        at(parser.currentLocation()) + "something behind the array (expected: nothing)");
            }
        } catch (StreamConstraintsException e) {
            throw constraint(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Counts the tokens of one value.
    private static final class Counting extends JsonParserDelegate {
        private int tokens;

        Counting(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (++tokens > MAX_TOKENS_OF_VALUE) {
                throw tooMany(currentLocation(), MAX_TOKENS_OF_VALUE);
            }
            return super.nextToken();
        }
    }

    /// Reads JSON that Blotter wrote itself.
    public static JsonNode trusted(String text) {
        try {
            return TRUSTED_TREES.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON does not parse", e);
        }
    }

    /// Reads what comes by a token.
    @FunctionalInterface
    public interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }

    /// Reads JSON that Blotter wrote itself token by token, from behind its first.
    public static <T> T trusted(String text, Reading<T> reading) {
        try (var json = TRUSTED.createParser(text)) {
            json.nextToken();
            return reading.read(json);
        } catch (IOException e) {
            throw new IllegalStateException("stored JSON does not parse", e);
        }
    }

    /// Writes a value that was read.
    public static void copy(JsonGenerator json, JsonNode value) throws IOException {
        STRICT.writeTree(json, value);
    }

    /// Writes JSON as UTF-8.
    public static byte[] bytes(Content content) {
        try (var buffer = new ByteArrayBuilder(2000);
                var json = FACTORY.createGenerator(buffer)) {
            content.writeTo(json);
            json.flush();
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A value to be written many times, encoded once.
    public static SerializableString prepared(Content content) {
        return new SerializedString(text(content));
    }

    /// Writes a text. Byte by byte, a long one takes a fraction of what Jackson's way, char by char, takes.
    public static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeFieldName(name);
        if (text == null) {
            json.writeNull();
        } else {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            json.writeUTF8String(bytes, 0, bytes.length);
        }
    }

    /// Writes JSON as UTF-8 to the stream, bit by bit.
    public static JsonGenerator generator(OutputStream stream) throws IOException {
        return FACTORY.createGenerator(stream);
    }

    /// Writes JSON as text.
    public static String text(Content content) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Problem constraint(StreamConstraintsException e) {
        var message = String.valueOf(e.getOriginalMessage());
        if (message.contains("depth")) {
            return malformed(
                    "too_deep",
                    at(e.getLocation()) + "nested too deep (expected: %d levels at most)".formatted(MAX_DEPTH));
        }
        if (message.startsWith("Token count")) {
            return tooMany(e.getLocation(), MAX_TOKENS);
        }
        if (message.startsWith("String value")) {
            return malformed(
                    "too_long",
                    at(e.getLocation()) + "a text is too long (expected: %d characters at most)".formatted(MAX_TEXT));
        }
        return malformed(
                "out_of_range",
                at(e.getLocation())
                        + "a number or name is too long (expected: %d digits, %d characters at most)"
                                .formatted(MAX_NUMBER, MAX_NAME));
    }

    private static Problem tooMany(@Nullable JsonLocation location, int most) {
        return malformed("too_many", at(location) + "too many values (expected: %d tokens at most)".formatted(most));
    }

    private static Problem malformed(JsonProcessingException e) {
        var message = String.valueOf(e.getOriginalMessage());
        var code = message.startsWith("Duplicate ") ? "duplicate_key" : "malformed_json";
        return malformed(
                code,
                at(e.getLocation()) + Faults.shown(message.lines().findFirst().orElse("not JSON")));
    }

    private static Problem malformed(String code, String detail) {
        return Problem.problem(ProblemType.MALFORMED_BODY, detail, List.of(new Fault("", code, detail)));
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    }
}
