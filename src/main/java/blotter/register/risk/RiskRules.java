package blotter.register.risk;

import static blotter.register.risk.Risks.CLOSED;
import static blotter.register.risk.Risks.CLOSED_DATE;
import static blotter.register.risk.Risks.DISCOVERED;
import static blotter.register.risk.Risks.DUE;
import static blotter.register.risk.Risks.IMPACT;
import static blotter.register.risk.Risks.INITIALLY_REPORTED_URGENCY;
import static blotter.register.risk.Risks.LIKELIHOOD;
import static blotter.register.risk.Risks.STATUS;
import static blotter.register.risk.Risks.URGENCY;

import blotter.people.organization.SlaDays;
import blotter.register.change.Derivation;
import blotter.register.change.Field;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Derives the values of a risk: the urgency from likelihood and impact, the initially reported urgency, the closed
/// date unless it is set explicitly, and the due date from urgency, discovery and SLA. A closed risk keeps its due
/// date when the SLA changes.
public record RiskRules(SlaDays days) implements Derivation {

    @Override
    public void complete(Map<Field, @Nullable Object> before, Map<Field, @Nullable Object> after, Instant at) {
        var urgency = Urgency.of((String) after.get(LIKELIHOOD), (String) after.get(IMPACT));
        after.put(URGENCY, urgency == null ? null : urgency.label());
        if (urgency != null && after.get(INITIALLY_REPORTED_URGENCY) == null) {
            after.put(INITIALLY_REPORTED_URGENCY, urgency.label());
        }
        boolean closed = CLOSED.equals(after.get(STATUS));
        boolean wasClosed = CLOSED.equals(before.get(STATUS));
        if (closed && !wasClosed && after.get(CLOSED_DATE) == null) {
            after.put(CLOSED_DATE, at);
        } else if (!closed && wasClosed && isSame(CLOSED_DATE, before, after)) {
            after.put(CLOSED_DATE, null);
        }
        boolean moved = before.isEmpty() || !isSame(URGENCY, before, after) || !isSame(DISCOVERED, before, after);
        if (!closed || moved) {
            var discovered = (Instant) Objects.requireNonNull(after.get(DISCOVERED));
            after.put(DUE, urgency == null ? null : urgency.due(discovered, days));
        }
    }

    private static boolean isSame(
            Field field, Map<Field, @Nullable Object> before, Map<Field, @Nullable Object> after) {
        return Objects.equals(before.get(field), after.get(field));
    }
}
