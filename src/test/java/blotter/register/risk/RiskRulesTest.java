package blotter.register.risk;

import static blotter.register.risk.Risks.CLOSED_DATE;
import static blotter.register.risk.Risks.DESCRIPTION;
import static blotter.register.risk.Risks.DISCOVERED;
import static blotter.register.risk.Risks.DUE;
import static blotter.register.risk.Risks.IMPACT;
import static blotter.register.risk.Risks.INITIALLY_REPORTED_URGENCY;
import static blotter.register.risk.Risks.LIKELIHOOD;
import static blotter.register.risk.Risks.REGISTER;
import static blotter.register.risk.Risks.STATUS;
import static blotter.register.risk.Risks.TITLE;
import static blotter.register.risk.Risks.URGENCY;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.SlaDays;
import blotter.register.change.ChangeRules;
import blotter.register.change.Entry;
import blotter.register.change.Field;
import blotter.register.change.FieldChange;
import blotter.register.change.FieldChange.Clear;
import blotter.register.change.FieldChange.Set;
import blotter.register.change.Outcome;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Unchanged;
import blotter.register.change.Outcome.Updated;
import blotter.register.change.Patch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Derived values of risks, with the rules of the engine.
class RiskRulesTest {
    private static final Instant T = Instant.parse("2026-02-20T09:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final UUID ANN = new UUID(0, 1);
    private static final RiskRules RULES = new RiskRules(SlaDays.DEFAULT);
    private static final RiskRules STRICT = new RiskRules(new SlaDays(Map.of("High", 1)));

    private static Entry risk(Map<Field, Object> given) {
        var values = new HashMap<Field, @Nullable Object>();
        REGISTER.fields().forEach(field -> values.put(field, null));
        values.putAll(Map.of(TITLE, "VPN", DESCRIPTION, "", STATUS, "New", DISCOVERED, T));
        values.putAll(given);
        RULES.complete(Map.of(), values, T);
        return new Entry(7, values, List.of(), List.of(), new Entry.Trace(ANN, ANN, T, T, 1), 0, List.of());
    }

    private static Outcome decide(RiskRules rules, Entry risk, Map<Field, FieldChange> fields) {
        return ChangeRules.decide(REGISTER, rules, risk, new Patch(fields, null, null), ANN, NOW);
    }

    private static Updated updated(RiskRules rules, Entry risk, Map<Field, FieldChange> fields) {
        return (Updated) decide(rules, risk, fields);
    }

    private static Map<Field, Object> scored() {
        return Map.of(LIKELIHOOD, "Probable", IMPACT, "High");
    }

    private static Instant days(int days) {
        return T.plus(Duration.ofDays(days));
    }

    @Test
    void scoringSetsUrgencyAndDueDateInTheSameChange() {
        var scored = updated(RULES, risk(Map.of()), Map.of(LIKELIHOOD, new Set("Probable"), IMPACT, new Set("High")));
        assertThat(scored.changes())
                .containsExactly(
                        Map.entry("likelihood", new Change(null, "Probable")),
                        Map.entry("impact", new Change(null, "High")),
                        Map.entry("urgency", new Change(null, "High")),
                        Map.entry("initially_reported_urgency", new Change(null, "High")),
                        Map.entry("due_date", new Change(null, days(30))));
        assertThat(scored.after().version()).isEqualTo(2);
    }

    @Test
    void theInitiallyReportedUrgencyIsTheFirst() {
        var later = updated(RULES, risk(scored()), Map.of(IMPACT, new Set("Severe")))
                .after();
        assertThat(later.text(URGENCY)).isEqualTo("Critical");
        assertThat(later.text(INITIALLY_REPORTED_URGENCY)).isEqualTo("High");
        var unscored = updated(RULES, later, Map.of(LIKELIHOOD, new Clear())).after();
        assertThat(unscored.text(URGENCY)).isNull();
        assertThat(unscored.instant(DUE)).isNull();
        assertThat(unscored.text(INITIALLY_REPORTED_URGENCY)).isEqualTo("High");
    }

    @Test
    void theDueDateFollowsTheDiscovery() {
        var moved = updated(RULES, risk(scored()), Map.of(DISCOVERED, new Set(days(1))));
        assertThat(moved.changes()).containsOnlyKeys("discovered_date", "due_date");
        assertThat(moved.after().instant(DUE)).isEqualTo(days(31));
    }

    @Test
    void unchangedValuesDeriveNothing() {
        var risk = risk(scored());
        assertThat(decide(RULES, risk, Map.of(STATUS, new Set("New")))).isEqualTo(new Unchanged(risk));
        assertThat(updated(RULES, risk, Map.of(TITLE, new Set("x"))).changes()).containsOnlyKeys("title");
    }

    @Test
    void closingSetsTheClosedDateUnlessSet() {
        var risk = risk(scored());
        assertThat(updated(RULES, risk, Map.of(STATUS, new Set("Closed"))).changes())
                .isEqualTo(Map.of("status", new Change("New", "Closed"), "closed_date", new Change(null, NOW)));
        var given = updated(RULES, risk, Map.of(STATUS, new Set("Closed"), CLOSED_DATE, new Set(days(1))));
        assertThat(given.after().instant(CLOSED_DATE)).isEqualTo(days(1));
        assertThat(risk(Map.of(STATUS, "Closed")).instant(CLOSED_DATE)).isEqualTo(T);
    }

    @Test
    void reopeningClearsTheClosedDateUnlessGiven() {
        var closed = risk(Map.of(STATUS, "Closed"));
        assertThat(updated(RULES, closed, Map.of(STATUS, new Set("Remediation")))
                        .after()
                        .instant(CLOSED_DATE))
                .isNull();
        var given = updated(RULES, closed, Map.of(STATUS, new Set("New"), CLOSED_DATE, new Set(days(3))));
        assertThat(given.after().instant(CLOSED_DATE)).isEqualTo(days(3));
    }

    @Test
    void clientsCanCorrectAndClearTheClosedDate() {
        var closed = risk(Map.of(STATUS, "Closed"));
        assertThat(updated(RULES, closed, Map.of(CLOSED_DATE, new Set(days(2))))
                        .after()
                        .instant(CLOSED_DATE))
                .isEqualTo(days(2));
        assertThat(updated(RULES, closed, Map.of(CLOSED_DATE, new Clear()))
                        .after()
                        .instant(CLOSED_DATE))
                .isNull();
    }

    @Test
    void theClosedDateIsNotBeforeTheDiscovery() {
        var early = Map.<Field, FieldChange>of(STATUS, new Set("Closed"), CLOSED_DATE, new Set(days(-1)));
        assertThat(decide(RULES, risk(Map.of()), early))
                .isEqualTo(new Rejected(
                        7,
                        "date_order",
                        "discovered_date 2026-02-20T09:00:00Z is after closed_date 2026-02-19T09:00:00Z"));
        // The date that the server sets is checked too.
        var future = risk(Map.of(DISCOVERED, Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(decide(RULES, future, Map.of(STATUS, new Set("Closed")))).isInstanceOf(Rejected.class);
    }

    @Test
    void changingTheSlaMovesDueDatesOfOpenRisks() {
        assertThat(updated(STRICT, risk(scored()), Map.of()).changes())
                .isEqualTo(Map.of("due_date", new Change(days(30), days(1))));
        var closed = risk(Map.of(LIKELIHOOD, "Probable", IMPACT, "High", STATUS, "Closed"));
        assertThat(decide(STRICT, closed, Map.of())).isEqualTo(new Unchanged(closed));
        assertThat(updated(STRICT, closed, Map.of(STATUS, new Set("New")))
                        .after()
                        .instant(DUE))
                .isEqualTo(days(1));
        assertThat(updated(STRICT, closed, Map.of(DISCOVERED, new Set(days(-1))))
                        .after()
                        .instant(DUE))
                .isEqualTo(T);
    }
}
