package blotter.register.risk;

import blotter.people.organization.SlaDays;
import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.register.change.Changes;
import blotter.register.change.Field;
import blotter.register.change.Field.Kind;
import blotter.register.change.PatchRequest;
import blotter.register.change.Register;
import blotter.register.change.Register.DateOrder;
import blotter.register.change.Register.Links;
import blotter.register.change.Rows;
import blotter.register.change.Selection;
import blotter.register.change.Terms;
import blotter.register.entry.Filters;
import blotter.register.entry.Filters.Texts;
import blotter.register.entry.ListOrder;
import blotter.register.entry.RegisterKind;
import blotter.register.entry.Side;
import blotter.register.entry.Side.Column;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The register of risks: its fields, in the order in which changes list them, and its rules. There are far fewer
/// risks than incidents, so their table carries all indexes itself.
public final class Risks {
    static final String CLOSED = "Closed";

    public static final Field TITLE = Field.text("title", Kind.LABEL, 500).always();
    public static final Field DESCRIPTION =
            Field.text("description", Kind.TEXT, 100_000).always();
    public static final Field STATUS = Field.oneOf(
                    "status",
                    "risk_status",
                    List.of("New", "Urgency Proposed", "Remediation", "Closure Proposed", CLOSED))
            .always();
    public static final Field TYPE = Field.oneOf(
            "type",
            "text",
            List.of(
                    "Code",
                    "Configuration",
                    "Control Deficiency",
                    "Policy",
                    "Procedural",
                    "Vulnerability",
                    "Third-party"));
    public static final Field SOURCE = Field.text("source", Kind.SOURCE, 100);
    public static final Field LIKELIHOOD = Field.oneOf("likelihood", "risk_likelihood", Urgency.LIKELIHOODS);
    public static final Field LIKELIHOOD_REASONING = Field.text("likelihood_reasoning", Kind.TEXT, 100_000);
    public static final Field IMPACT = Field.oneOf("impact", "risk_impact", Urgency.IMPACTS);
    public static final Field IMPACT_REASONING = Field.text("impact_reasoning", Kind.TEXT, 100_000);
    public static final Field URGENCY =
            Field.oneOf("urgency", "risk_urgency", SlaDays.URGENCIES).derivedFrom("likelihood and impact");
    public static final Field INITIALLY_REPORTED_URGENCY = Field.oneOf(
                    "initially_reported_urgency", "risk_urgency", SlaDays.URGENCIES)
            .derivedFrom("the first urgency");
    public static final Field ASSIGNED_TO = Field.of("assigned_to", Kind.USER);
    public static final Field DISCOVERED =
            Field.of("discovered_date", Kind.DATE_TIME).always();
    public static final Field DUE = Field.of("due_date", Kind.DATE_TIME).derivedFrom("urgency and discovered_date");
    public static final Field EXPECTED = Field.of("expected_date", Kind.DATE_TIME);
    public static final Field CLOSED_DATE = Field.of("closed_date", Kind.DATE_TIME);
    public static final Field REMEDIATION_TASK = Field.text("remediation_task", Kind.TEXT, 100_000);
    public static final Field CONTROL_STATEMENT = Field.text("control_statement", Kind.TEXT, 100_000);

    public static final Register REGISTER = new Register(
            "risk",
            "risks",
            "RSK",
            "comments",
            new Links("incident_associations", "risk_number", "number", "incident", "INC"),
            List.of(
                    TITLE,
                    DESCRIPTION,
                    STATUS,
                    TYPE,
                    SOURCE,
                    LIKELIHOOD,
                    LIKELIHOOD_REASONING,
                    IMPACT,
                    IMPACT_REASONING,
                    URGENCY,
                    INITIALLY_REPORTED_URGENCY,
                    ASSIGNED_TO,
                    DISCOVERED,
                    DUE,
                    EXPECTED,
                    CLOSED_DATE,
                    REMEDIATION_TASK,
                    CONTROL_STATEMENT),
            List.of(new DateOrder(DISCOVERED, CLOSED_DATE)));

    private static final Filters FILTERS = new Filters(
            List.of(STATUS, TYPE, LIKELIHOOD, IMPACT, URGENCY),
            Side.ENTRY.column("source"),
            Side.ENTRY.column("opened_by"),
            new Column("threat_objectives", Side.ENTRY, "objective_names(i.threat_objectives)"),
            new Texts(Side.ENTRY, "risk_search(i.number, i.title, i.description)", "lower(i.title)"),
            List.of(
                    Side.ENTRY.column("created_date"),
                    Side.ENTRY.column("updated_date"),
                    Side.ENTRY.column("discovered_date"),
                    Side.ENTRY.column("due_date"),
                    Side.ENTRY.column("expected_date"),
                    Side.ENTRY.column("closed_date")));

    private static final String TABLE = "risk i";
    private static final List<ListOrder> ORDERS = List.of(
            ListOrder.byNumber(TABLE),
            ListOrder.byText("title", TABLE, "lower(i.title)", false),
            ListOrder.byChoice(STATUS, TABLE),
            ListOrder.byChoice(TYPE, TABLE),
            ListOrder.byText("source", TABLE, "i.source", true),
            ListOrder.byChoice(LIKELIHOOD, TABLE),
            ListOrder.byChoice(IMPACT, TABLE),
            ListOrder.byChoice(URGENCY, TABLE),
            ListOrder.byTime("created_date", TABLE, "i.created_date", false),
            ListOrder.byTime("updated_date", TABLE, "i.updated_date", false),
            ListOrder.byTime("discovered_date", TABLE, "i.discovered_date", false),
            ListOrder.byTime("due_date", TABLE, "i.due_date", true),
            ListOrder.byTime("expected_date", TABLE, "i.expected_date", true),
            ListOrder.byTime("closed_date", TABLE, "i.closed_date", true));

    public static final RegisterKind KIND = new RegisterKind(
            REGISTER,
            Permission.RISKS_READ,
            Permission.RISKS_WRITE,
            FILTERS,
            ORDERS,
            now -> Map.of(DESCRIPTION, "", STATUS, "New", DISCOVERED, now));

    private Risks() {}

    /// Updates the due dates of the organization's open risks after a change of the SLA, in one batch.
    public static void deriveDueDates(Changes changes, Handle handle, Caller caller, SlaDays days) {
        changes.deriving(new RiskRules(days))
                .patch(
                        handle,
                        caller,
                        new Selection.All(sql -> sql.and("i.status <> '%s'".formatted(CLOSED))),
                        new PatchRequest(Map.of(), null, null),
                        Terms.STRICT,
                        Rows.NONE);
    }
}
