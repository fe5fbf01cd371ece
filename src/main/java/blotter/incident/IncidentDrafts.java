package blotter.incident;

import blotter.access.Caller;
import blotter.change.PatchReader;
import blotter.change.PatchReader.Mode;
import blotter.change.PatchRequest;
import blotter.json.JsonFields;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Reads incidents that are to be made.
final class IncidentDrafts {
    private final PatchReader reader;
    private final Clock clock;

    IncidentDrafts(PatchReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /// Reads one. A title is required; description, status and detected date have defaults.
    PatchRequest read(JsonFields json, Caller caller) {
        var title = Incidents.TITLE.name();
        if (json.value(title) == null) {
            json.faults().add(json.pointer(title), "required", "missing (expected: a title)");
        }
        var request = reader.read(json, caller, Mode.CREATE);
        json.refuseUnknown();
        return PatchReader.withDefaults(
                request,
                Map.of(
                        Incidents.DESCRIPTION, "",
                        Incidents.STATUS, "New",
                        Incidents.DETECTED, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
