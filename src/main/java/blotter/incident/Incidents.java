package blotter.incident;

import blotter.change.Field;
import blotter.change.Field.Kind;
import blotter.change.Register;
import blotter.change.Register.DateOrder;
import java.util.List;

/// The register of incidents: its fields, in the order in which changes name them, and its rules.
///
/// The dates are those of NIST SP 800-61: `occurred` when it began, `detected` when it became known,
/// `responded` when the response started, `contained` when its impact was substantially abated.
public final class Incidents {
    public static final Field TITLE = Field.text("title", Kind.LABEL, 500).always();
    public static final Field DESCRIPTION =
            Field.text("description", Kind.TEXT, 100_000).always();
    public static final Field STATUS = Field.oneOf(
                    "status", "incident_status", List.of("New", "In Progress", "Review", "Closed"))
            .always();
    public static final Field SEVERITY =
            Field.oneOf("severity", "incident_severity", List.of("SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5"));
    public static final Field SEVERITY_REASONING = Field.text("severity_reasoning", Kind.TEXT, 100_000);
    public static final Field SOURCE = Field.text("source", Kind.SOURCE, 100);
    public static final Field ASSIGNED_TO = Field.of("assigned_to", Kind.USER);
    public static final Field OCCURRED = Field.of("occurred_date", Kind.DATE_TIME);
    public static final Field DETECTED =
            Field.of("detected_date", Kind.DATE_TIME).always();
    public static final Field RESPONDED = Field.of("responded_date", Kind.DATE_TIME);
    public static final Field CONTAINED = Field.of("contained_date", Kind.DATE_TIME);

    public static final Register REGISTER = new Register(
            "incident",
            "INC",
            "incidents",
            "select l.risk_number from incident_risk l where l.org_id = i.org_id and l.number = i.number order by 1",
            List.of(
                    TITLE,
                    DESCRIPTION,
                    STATUS,
                    SEVERITY,
                    SEVERITY_REASONING,
                    SOURCE,
                    ASSIGNED_TO,
                    OCCURRED,
                    DETECTED,
                    RESPONDED,
                    CONTAINED),
            List.of(
                    new DateOrder(OCCURRED, DETECTED),
                    new DateOrder(DETECTED, RESPONDED),
                    new DateOrder(OCCURRED, CONTAINED)));

    private Incidents() {}
}
