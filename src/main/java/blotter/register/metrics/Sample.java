package blotter.register.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.arrays.Selection;

/// Durations in microseconds, and the number of incidents without one.
final class Sample {
    private static final double MEDIAN = 0.5;
    private static final double P90 = 0.9;

    // Doubles, as in PostgreSQL's percentile_cont; exact to the microsecond up to 285 years.
    private double[] values = new double[16];
    private int size;
    private long missing;

    /// Combines several.
    static Sample of(List<Sample> parts) {
        var all = new Sample();
        all.values = new double[parts.stream().mapToInt(part -> part.size).sum()];
        for (var part : parts) {
            System.arraycopy(part.values, 0, all.values, all.size, part.size);
            all.size += part.size;
            all.missing += part.missing;
        }
        return all;
    }

    /// Adds the time between two [Moments], each of which may be missing.
    void add(long from, long to) {
        if (from == Moments.NONE || to == Moments.NONE) {
            missing++;
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = to - from;
    }

    /// The percentile with linear interpolation, like PostgreSQL's percentile_cont.
    private double percentile(double share) {
        double below = values[below(share)];
        return below + (share * (size - 1) - below(share)) * (values[above(share)] - below);
    }

    private int below(double share) {
        return (int) Math.floor(share * (size - 1));
    }

    private int above(double share) {
        return (int) Math.ceil(share * (size - 1));
    }

    private double mean() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum / size;
    }

    void writeTo(JsonGenerator json) throws IOException {
        if (size > 0) {
            // Selects only the values around the percentiles, which is faster than sorting.
            Selection.select(values, 0, size, new int[] {
                below(MEDIAN), above(MEDIAN), below(P90), above(P90),
            });
        }
        json.writeStartObject();
        json.writeNumberField("count", size);
        json.writeNumberField("missing", missing);
        write(json, "median", size == 0 ? Double.NaN : percentile(MEDIAN));
        write(json, "mean", size == 0 ? Double.NaN : mean());
        write(json, "p90", size == 0 ? Double.NaN : percentile(P90));
        json.writeEndObject();
    }

    /// Writes seconds, to the millisecond; null for NaN.
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
