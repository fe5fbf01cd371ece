package blotter.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/// Durations, and how many incidents have none. They are gathered in microseconds and shown in seconds.
final class Sample {
    private static final double MEDIAN = 0.5;
    private static final double P90 = 0.9;

    private long[] values = new long[16];
    private int size;
    private long missing;
    private boolean sorted;

    /// All of these together, which are sorted already.
    static Sample of(List<Sample> parts) {
        var all = new Sample();
        all.values = new long[parts.stream().mapToInt(part -> part.size).sum()];
        for (var part : parts) {
            System.arraycopy(part.values, 0, all.values, all.size, part.size);
            all.size += part.size;
            all.missing += part.missing;
        }
        return all;
    }

    /// Adds the time between two [Moments]; either may be missing.
    void add(long from, long to) {
        if (from == Moments.NONE || to == Moments.NONE) {
            missing++;
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = to - from;
        sorted = false;
    }

    Sample sort() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return this;
    }

    /// The value that this share of all does not exceed: as PostgreSQL's percentile_cont, between two values the
    /// point that lies in proportion.
    private double percentile(double share) {
        double place = share * (size - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return values[below] + (place - below) * ((double) values[above] - values[below]);
    }

    private double mean() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum / size;
    }

    void writeTo(JsonGenerator json) throws IOException {
        sort();
        json.writeStartObject();
        json.writeNumberField("count", size);
        json.writeNumberField("missing", missing);
        write(json, "median", size == 0 ? Double.NaN : percentile(MEDIAN));
        write(json, "mean", size == 0 ? Double.NaN : mean());
        write(json, "p90", size == 0 ? Double.NaN : percentile(P90));
        json.writeEndObject();
    }

    /// Seconds, to the millisecond; null for what is no number.
    private static void write(JsonGenerator json, String name, double micros) throws IOException {
        json.writeFieldName(name);
        long millis = Math.round(micros / 1_000);
        if (Double.isNaN(micros)) {
            json.writeNull();
        } else if (millis % 1_000 == 0) {
            json.writeNumber(millis / 1_000);
        } else {
            json.writeNumber(BigDecimal.valueOf(millis, 3));
        }
    }
}
