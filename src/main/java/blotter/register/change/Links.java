package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Links incidents and risks. A link changes neither side: both histories record it, without a batch, and no
/// version changes.
public final class Links {
    private final Register incidents;
    private final Register risks;
    private final ChangeStore incidentStore;
    private final ChangeStore riskStore;
    private final Clock clock;

    public Links(Register incidents, Register risks, Clock clock) {
        this.incidents = incidents;
        this.risks = risks;
        this.incidentStore = new ChangeStore(incidents);
        this.riskStore = new ChangeStore(risks);
        this.clock = clock;
    }

    /// Links the two, if they are not linked yet. Throws a problem if one of them does not exist.
    ///
    /// @return whether anything was written
    public boolean link(Handle handle, Caller caller, long incident, long risk) {
        hold(handle, caller, incident, risk);
        boolean made = LinkStore.link(handle, caller.orgId(), incident, risk);
        if (made) {
            record(handle, caller, "linked", incident, risk);
        }
        return made;
    }

    /// Removes the link, if there is one. Throws a problem if one of the two does not exist.
    ///
    /// @return whether anything was written
    public boolean unlink(Handle handle, Caller caller, long incident, long risk) {
        hold(handle, caller, incident, risk);
        boolean gone = LinkStore.unlink(handle, caller.orgId(), incident, risk);
        if (gone) {
            record(handle, caller, "unlinked", incident, risk);
        }
        return gone;
    }

    /// Locks the incident before the risk, so that links cannot deadlock.
    private void hold(Handle handle, Caller caller, long incident, long risk) {
        hold(handle, caller, incidents, incident);
        hold(handle, caller, risks, risk);
    }

    private static void hold(Handle handle, Caller caller, Register register, long number) {
        if (!LinkStore.hold(handle, caller.orgId(), register, number)) {
            throw Problem.problem(ProblemType.NOT_FOUND, register.id(number) + " does not exist");
        }
    }

    private void record(Handle handle, Caller caller, String kind, long incident, long risk) {
        var now = Stamp.now(caller, clock);
        var stamp = new Stamp(now.actor(), now.at(), now.via(), null);
        incidentStore.record(handle, caller.orgId(), List.of(event(incident, kind, incidents, risks.id(risk), stamp)));
        riskStore.record(handle, caller.orgId(), List.of(event(risk, kind, risks, incidents.id(incident), stamp)));
    }

    private static Event event(long number, String kind, Register register, String other, Stamp stamp) {
        var change = kind.equals("linked") ? new Change(null, other) : new Change(other, null);
        return new Event(number, kind, Map.of(register.links().name(), change), stamp);
    }
}
