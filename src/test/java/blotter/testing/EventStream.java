package blotter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of the stream of server-sent events.
public final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<InputStream> answer;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /// @param name `ready` or `change`; empty for a line that is not an event, `end` for the end of the stream
    public record Event(String name, @Nullable String id, String data) {
        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(data, e);
            }
        }
    }

    private EventStream(HttpResponse<InputStream> answer) {
        this.answer = answer;
    }

    static EventStream of(HttpClient http, HttpRequest request) {
        try {
            var stream = new EventStream(http.send(request, BodyHandlers.ofInputStream()));
            Thread.ofVirtual().start(stream::read);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int status() {
        return answer.statusCode();
    }

    public @Nullable String header(String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private void read() {
        String id = null;
        var name = "";
        var data = "";
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                var value = line.substring(colon + 1);
                switch (line.isEmpty() ? "" : line.substring(0, Math.max(0, colon))) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "data" -> data = value;
                    default -> {
                        if (line.isEmpty()) {
                            events.add(new Event(name, id, data));
                            name = "";
                            data = "";
                        }
                    }
                }
            }
        } catch (IOException e) {
            // Closed by either side.
        }
        events.add(new Event("end", id, ""));
    }

    /// The next event, or the end of the stream. Fails after a timeout. Checks changes against the contract.
    public Event next() {
        while (true) {
            var event = any(Duration.ofSeconds(10));
            if (event == null) {
                throw new AssertionError("nothing came");
            }
            if (event.name.equals("change")) {
                OpenApiContract.contract().checkEvent(event.data);
            }
            if (!event.name.isEmpty()) {
                return event;
            }
        }
    }

    /// The next line, even a heartbeat; null after the timeout.
    public @Nullable Event any(Duration within) {
        try {
            return events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            // Already closed.
        }
    }
}
