package blotter.app.cli;

import blotter.platform.embedded.PrivateFile;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The credentials of the demo, in a file that only its owner can read: each start prints them, and the database
/// has only their hashes.
record DemoCredentials(
        @JsonProperty("email") String email,
        @JsonProperty("password") String password,
        @JsonProperty("client_id") String clientId,
        @JsonProperty("client_secret") String clientSecret) {
    static final String FILE = "demo-credentials.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Optional<DemoCredentials> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), DemoCredentials.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refused("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    void write(Path file) {
        try {
            PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new Refused("%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }
}
