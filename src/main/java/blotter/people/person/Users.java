package blotter.people.person;

import blotter.platform.database.Announcements;
import blotter.platform.database.OrganizationCache;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The users of each organization, from memory.
public final class Users {
    private final OrganizationCache<Map<UUID, Member>> cache;

    public Users(UserStore store, Announcements announcements) {
        this.cache = announcements.keep(UserStore.TOPIC, new OrganizationCache<>(store::all));
    }

    /// Everyone of the organization, active or not, by id.
    public Map<UUID, Member> of(int orgId) {
        return cache.get(orgId);
    }

    /// Everyone, these among them: one whom another node has made a moment ago may not have been heard of yet.
    public Map<UUID, Member> of(int orgId, Collection<UUID> needed) {
        var known = of(orgId);
        if (known.keySet().containsAll(needed)) {
            return known;
        }
        cache.forget(orgId);
        return of(orgId);
    }

    public @Nullable Member find(int orgId, UUID id) {
        return of(orgId).get(id);
    }
}
