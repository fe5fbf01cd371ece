package blotter.bench;

import blotter.people.authentication.ServiceAccounts.Credentials;
import blotter.platform.database.StartupFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// Single requests, beside the load.
///
/// @param credentials of a service account in each organization, by slug
record ServiceClient(int port, Map<String, Credentials> credentials) {
    static final String TOKEN = "/api/v1/oauth/token";
    static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What to ask for a token with.
    String form(String slug) {
        var account = Objects.requireNonNull(credentials.get(slug));
        return "grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(account.clientId(), account.secret());
    }

    /// A new access token, good for 15 minutes.
    String token(String slug) {
        var call = new Call("POST", Call.fixed(TOKEN), FORM, Call.fixed(form(slug)), Call.status(200));
        return exchange(call, "").path("access_token").asText();
    }

    JsonNode json(String slug, String target) {
        return exchange(new Call("GET", Call.fixed(target), "", null, Call.status(200)), token(slug));
    }

    /// One request, answered as expected.
    JsonNode exchange(Call call, String token) {
        try (var connection = new HttpConnection(port)) {
            var request = new Bytes();
            call.write(request, new Bytes(), new SplittableRandom(), token);
            int status = connection.exchange(request);
            var body = connection.body();
            var fault = call.check().fault(status, body);
            if (fault != null) {
                throw new StartupFailure("the service answered a %s with %s".formatted(call.method(), fault));
            }
            return JSON.readTree(new String(body.array(), 0, body.length(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartupFailure("the service does not answer: " + e, e);
        }
    }
}
