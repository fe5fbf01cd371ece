package blotter.register.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Function;

/// Durations of incidents between their dates.
record Durations(Sample detect, Sample respond, Sample contain, Sample close) {
    Durations() {
        this(new Sample(), new Sample(), new Sample(), new Sample());
    }

    /// Combines several.
    static Durations of(Collection<Durations> parts) {
        return new Durations(
                all(parts, Durations::detect),
                all(parts, Durations::respond),
                all(parts, Durations::contain),
                all(parts, Durations::close));
    }

    private static Sample all(Collection<Durations> parts, Function<Durations, Sample> one) {
        return Sample.of(parts.stream().map(one).toList());
    }

    /// Adds the n-th incident of a group.
    void add(Group group, int n) {
        long detected = group.detected(n);
        detect.add(group.occurred(n), detected);
        respond.add(detected, group.responded(n));
        contain.add(detected, group.contained(n));
        close.add(detected, group.closed(n));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("time_to_detect");
        detect.writeTo(json);
        json.writeFieldName("time_to_respond");
        respond.writeTo(json);
        json.writeFieldName("time_to_contain");
        contain.writeTo(json);
        json.writeFieldName("time_to_close");
        close.writeTo(json);
        json.writeEndObject();
    }
}
