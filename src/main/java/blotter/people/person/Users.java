package blotter.people.person;

import blotter.platform.database.Announcements;
import blotter.platform.database.OrganizationCache;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The cached users of each organization.
public final class Users {
    private final OrganizationCache<Map<UUID, Member>> cache;

    public Users(UserStore store, Announcements announcements) {
        this.cache = announcements.keep(UserStore.TOPIC, new OrganizationCache<>(store::all));
    }

    /// All users of the organization by id, including deactivated ones.
    public Map<UUID, Member> of(int orgId) {
        return cache.get(orgId);
    }

    /// All users. Reloads when one of `needed` is missing: another node may just have created it.
    public Map<UUID, Member> of(int orgId, Collection<UUID> needed) {
        var known = of(orgId);
        if (known.keySet().containsAll(needed)) {
            return known;
        }
        cache.invalidate(orgId);
        return of(orgId);
    }

    public @Nullable Member find(int orgId, UUID id) {
        return of(orgId).get(id);
    }
}
