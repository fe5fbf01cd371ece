package blotter.register.incident;

import blotter.platform.access.Permission;
import blotter.register.change.Field;
import blotter.register.change.Field.Kind;
import blotter.register.change.Register;
import blotter.register.change.Register.DateOrder;
import blotter.register.change.Register.Links;
import blotter.register.entry.Filters;
import blotter.register.entry.Filters.Texts;
import blotter.register.entry.ListOrder;
import blotter.register.entry.RegisterKind;
import blotter.register.entry.Side;
import blotter.register.entry.Side.Column;
import java.util.List;
import java.util.Map;

/// The register of incidents: its fields, in the order in which changes list them, and its rules.
///
/// The dates follow NIST SP 800-61: `occurred` is when it began, `detected` when it became known, `responded` when
/// the response started, `contained` when its impact was substantially abated.
public final class Incidents {
    public static final Field TITLE = Field.text("title", Kind.LABEL, 500).always();
    public static final Field DESCRIPTION =
            Field.text("description", Kind.TEXT, 100_000).always();
    public static final Field STATUS = Field.oneOf(
                    "status", "incident_status", List.of("New", "In Progress", "Review", "Closed"))
            .always()
            .since("Closed", "closed_date");
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
            "incidents",
            "INC",
            "comment_count",
            new Links("risk_associations", "number", "risk_number", "risk", "RSK"),
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

    // Frequently changed columns are in the incident's table, the others in side tables.
    private static final Side FACET = new Side("f", "incident_facet");
    private static final Side TEXT = new Side("t", "incident_text");
    private static final Filters FILTERS = new Filters(
            List.of(STATUS, SEVERITY),
            FACET.column("source"),
            FACET.column("opened_by"),
            new Column("threat_objectives", FACET, "f.objectives"),
            new Texts(TEXT, "t.search", "t.title"),
            List.of(
                    FACET.column("created_date"),
                    Side.ENTRY.column("updated_date"),
                    Side.ENTRY.column("detected_date"),
                    FACET.column("occurred_date"),
                    FACET.column("responded_date"),
                    FACET.column("contained_date")));

    private static final String BY_ITSELF = "incident i";
    private static final String BY_FACET = beside("incident_facet");
    private static final String BY_TEXT = beside("incident_text");
    private static final List<ListOrder> ORDERS = List.of(
            ListOrder.byNumber(BY_ITSELF),
            ListOrder.byText("title", BY_TEXT, "o.title", false),
            ListOrder.byChoice(STATUS, BY_ITSELF),
            ListOrder.byChoice(SEVERITY, BY_ITSELF),
            ListOrder.byText("source", BY_FACET, "o.source", true),
            ListOrder.byTime("created_date", BY_FACET, "o.created_date", false),
            ListOrder.byTime("updated_date", BY_ITSELF, "i.updated_date", false),
            ListOrder.byTime("detected_date", BY_ITSELF, "i.detected_date", false),
            ListOrder.byTime("occurred_date", BY_FACET, "o.occurred_date", true),
            ListOrder.byTime("responded_date", BY_FACET, "o.responded_date", true),
            ListOrder.byTime("contained_date", BY_FACET, "o.contained_date", true));

    public static final RegisterKind KIND = new RegisterKind(
            REGISTER,
            Permission.INCIDENTS_READ,
            Permission.INCIDENTS_WRITE,
            FILTERS,
            ORDERS,
            now -> Map.of(DESCRIPTION, "", STATUS, "New", DETECTED, now));

    private static String beside(String table) {
        return table + " o join incident i on i.org_id = o.org_id and i.number = o.number";
    }

    private Incidents() {}
}
