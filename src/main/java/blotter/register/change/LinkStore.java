package blotter.register.change;

import org.jdbi.v3.core.Handle;

/// The links between incidents and risks.
final class LinkStore {
    private LinkStore() {}

    /// Whether the entry exists; if so, it is locked against deletion until the transaction ends.
    static boolean hold(Handle handle, int orgId, Register register, long number) {
        return handle.createQuery("""
                        select i.number
                          from %s i
                         where i.org_id = :org and i.number = :number
                           for key share""".formatted(register.name()))
                .bind("org", orgId)
                .bind("number", number)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /// Links the two, and returns whether they were not linked before.
    static boolean link(Handle handle, int orgId, long incident, long risk) {
        return handle.createUpdate("""
                        insert into incident_risk (org_id, number, risk_number)
                        values (:org, :incident, :risk)
                            on conflict do nothing""")
                        .bind("org", orgId)
                        .bind("incident", incident)
                        .bind("risk", risk)
                        .execute()
                > 0;
    }

    /// Unlinks the two, and returns whether they were linked before.
    static boolean unlink(Handle handle, int orgId, long incident, long risk) {
        return handle.createUpdate("""
                        delete from incident_risk
                         where org_id = :org and number = :incident and risk_number = :risk""")
                        .bind("org", orgId)
                        .bind("incident", incident)
                        .bind("risk", risk)
                        .execute()
                > 0;
    }
}
