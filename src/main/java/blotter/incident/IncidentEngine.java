package blotter.incident;

import blotter.change.Changes;
import blotter.change.Entry;
import blotter.change.Names;
import blotter.change.PatchReader;
import blotter.change.Undo;
import blotter.organization.OrganizationStore;
import blotter.person.Users;
import blotter.tag.Tags;
import java.time.Clock;
import java.util.Collection;
import java.util.stream.Collectors;

/// What reads, applies and names changes of incidents.
public final class IncidentEngine {
    private final PatchReader reader;
    private final Changes changes;
    private final Undo undo;
    private final Users users;
    private final Tags tags;

    public IncidentEngine(Users users, Tags tags, OrganizationStore organizations, IncidentStore store, Clock clock) {
        this.reader = new PatchReader(Incidents.REGISTER, users, tags, organizations::incidentSources);
        this.changes = new Changes(Incidents.REGISTER, users, tags, clock, store::changed);
        this.undo = new Undo(Incidents.REGISTER, changes, tags, clock);
        this.users = users;
        this.tags = tags;
    }

    PatchReader reader() {
        return reader;
    }

    public Changes changes() {
        return changes;
    }

    Undo undo() {
        return undo;
    }

    /// The organization's people and tags, with all that these incidents have.
    Names names(int orgId, Collection<Entry> entries) {
        var needed = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        return new Names(users.of(orgId), tags.of(orgId, needed));
    }
}
