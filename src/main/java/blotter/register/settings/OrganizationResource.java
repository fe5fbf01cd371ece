package blotter.register.settings;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.organization.SlaDays;
import blotter.platform.access.AnyCaller;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.register.entry.Registers;
import blotter.register.risk.Risks;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// `/v1/organization`: the caller's organization and its settings.
@Singleton
@Path("/api/v1/organization")
@Produces("application/json")
public class OrganizationResource {
    private static final String NAME = "name";
    private static final String DAYS = "risk_sla_days";
    private static final int MAX_NAME = 200;

    private final Exchange exchange;
    private final Transactions transactions;
    private final OrganizationStore organizations;
    private final Registers registers;
    private final AuditLog audit;

    OrganizationResource(
            Exchange exchange,
            Transactions transactions,
            OrganizationStore organizations,
            Registers registers,
            AuditLog audit) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.organizations = organizations;
        this.registers = registers;
        this.audit = audit;
    }

    @GET
    @AnyCaller
    public Response get() {
        exchange.takesNoQuery();
        int orgId = exchange.caller().orgId();
        var organization = organizations.get(orgId);
        return answer(organization, organization.name(), organizations.slaDays(orgId))
                .response();
    }

    /// What a patch sets.
    ///
    /// @param name null when it stays
    /// @param days by urgency; what is not in it stays
    /// @param defaults whether the days are first put back to their defaults
    private record Requested(@Nullable String name, LinkedHashMap<String, @Nullable Integer> days, boolean defaults) {}

    /// Changes the settings. When the days change, risks that are not closed are due anew, in the same
    /// transaction.
    @PATCH
    @Needs(Permission.ORGANIZATION_MANAGE)
    public Response patch(InputStream input) {
        var requested = exchange.patch(input, "name or risk_sla_days", OrganizationResource::read);
        var caller = exchange.caller();
        return transactions.run(exchange, handle -> {
            var current = organizations.held(handle, caller.orgId());
            var name = requested.name == null ? current.organization().name() : requested.name;
            var days = days(requested, current.days());
            boolean moved = !days.equals(current.days());
            boolean changed = moved || !name.equals(current.organization().name());
            if (changed) {
                organizations.update(handle, caller.orgId(), name, days);
                audit.record(
                        handle,
                        AuditEntry.of(caller, exchange.origin(), Action.ORGANIZATION_CHANGED)
                                .subject(current.organization().slug())
                                .with("name", requested.name)
                                .with(DAYS, moved ? days.stored() : null));
            }
            if (moved) {
                Risks.deriveDueDates(registers.risks().changes(), handle, caller, days);
            }
            return answer(current.organization(), name, days).wrote(changed);
        });
    }

    private static SlaDays days(Requested requested, SlaDays current) {
        var days = new LinkedHashMap<String, @Nullable Integer>(
                (requested.defaults ? SlaDays.DEFAULT : current).byUrgency());
        days.putAll(requested.days);
        return new SlaDays(days);
    }

    private static @Nullable Requested read(JsonFields fields) {
        fields.refuseClearing("a name", NAME);
        var name = fields.label(NAME, MAX_NAME);
        var days = new LinkedHashMap<String, @Nullable Integer>();
        boolean defaults = fields.clears(DAYS);
        var value = fields.value(DAYS);
        var each =
                value == null ? null : JsonFields.of(value, fields.pointer(DAYS), fields.faults(), fields.nullClears());
        if (each != null) {
            for (var urgency : SlaDays.URGENCIES) {
                read(each, urgency, days);
            }
            each.refuseUnknown();
        }
        return name == null && days.isEmpty() && !defaults ? null : new Requested(name, days, defaults);
    }

    private static void read(JsonFields fields, String urgency, LinkedHashMap<String, @Nullable Integer> days) {
        var value = fields.value(urgency);
        if (value == null) {
            if (fields.clears(urgency)) {
                days.put(urgency, null);
            }
        } else if (!value.isIntegralNumber()) {
            fields.faults()
                    .add(fields.pointer(urgency), "wrong_type", JsonFields.shown(value), "a whole number of days");
        } else if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > SlaDays.MOST) {
            fields.faults()
                    .add(
                            fields.pointer(urgency),
                            "out_of_range",
                            JsonFields.shown(value),
                            "1 to %d days".formatted(SlaDays.MOST));
        } else {
            days.put(urgency, value.intValue());
        }
    }

    private static Answer answer(Organization organization, String name, SlaDays days) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("id", organization.publicId().toString());
            json.writeStringField(NAME, name);
            json.writeObjectFieldStart(DAYS);
            for (var each : days.byUrgency().entrySet()) {
                json.writeFieldName(each.getKey());
                if (each.getValue() == null) {
                    json.writeNull();
                } else {
                    json.writeNumber(each.getValue());
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
