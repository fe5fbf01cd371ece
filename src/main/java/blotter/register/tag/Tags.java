package blotter.register.tag;

import blotter.people.organization.OrganizationStore;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.OrganizationCache;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tags of each organization: cached for reading, changed in transactions.
public final class Tags {
    /// The limit per organization, because every node caches them.
    public static final int MOST = 10_000;

    private static final String TOPIC = "tags";

    private final Database database;
    private final OrganizationStore organizations;
    private final Announcements announcements;
    private final TagStore store = new TagStore();
    private final OrganizationCache<TagBook> cache;

    public Tags(Database database, OrganizationStore organizations, Announcements announcements) {
        this.database = database;
        this.organizations = organizations;
        this.announcements = announcements;
        this.cache = announcements.keep(TOPIC, new OrganizationCache<>(this::load));
    }

    public TagBook of(int orgId) {
        return cache.get(orgId);
    }

    /// The organization's tags, including all of these.
    public TagBook of(int orgId, Collection<UUID> needed) {
        return completed(of(orgId), orgId, needed);
    }

    /// The book, reloaded if one of these tags is missing: another node may just have created it.
    public TagBook completed(TagBook book, int orgId, Collection<UUID> needed) {
        if (needed.stream().allMatch(id -> book.find(id) != null)) {
            return book;
        }
        cache.invalidate(orgId);
        return of(orgId).with(book.all());
    }

    private TagBook load(int orgId) {
        var organization = organizations.get(orgId);
        return new TagBook(database.lookups().withHandle(handle -> store.all(handle, organization)));
    }

    /// The organization's tags as the transaction sees them.
    public TagBook read(Handle handle, int orgId) {
        return new TagBook(store.all(handle, organizations.get(orgId)));
    }

    /// Locks tags that are about to be added to an entry, which prevents their deletion. Throws a problem when one
    /// no longer exists. The lock order requires this before locking entries and before creating labels.
    public void hold(Handle handle, int orgId, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var held = store.hold(handle, organizations.get(orgId), ids, false).stream()
                .map(Tag::id)
                .collect(Collectors.toSet());
        var faults = new Faults();
        ids.stream()
                .filter(id -> !held.contains(id))
                .forEach(id -> faults.add("/tags", "unknown_tag", id, "a tag that exists; it was deleted just now"));
        faults.throwIfAny();
    }

    /// Locks the tags that still exist.
    public void holdIfThere(Handle handle, int orgId, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            store.hold(handle, organizations.get(orgId), ids, false);
        }
    }

    /// Locks tags exclusively, which prevents their use, and returns those that exist.
    public List<Tag> holdAlone(Handle handle, int orgId, Collection<UUID> ids) {
        return store.hold(handle, organizations.get(orgId), ids, true);
    }

    /// Creates a tag; null when the label exists.
    public @Nullable Tag make(Handle handle, int orgId, UUID creator, String content) {
        requireRoom(of(orgId), 1, "/content");
        var made = store.insert(handle, organizations.get(orgId), creator, content);
        if (made != null) {
            announcements.changed(handle, TOPIC, orgId);
        }
        return made;
    }

    /// Renames a locked tag; false when another tag has the label.
    public boolean rename(Handle handle, int orgId, UUID id, String content) {
        announcements.changed(handle, TOPIC, orgId);
        return store.rename(handle, orgId, id, content);
    }

    /// Deletes an exclusively locked tag that no entry has any more, and stores it with its batch.
    public void remove(Handle handle, int orgId, UUID id, UUID batch) {
        store.remove(handle, orgId, id, batch);
        announcements.changed(handle, TOPIC, orgId);
    }

    /// Restores the tags that the batch has deleted; false when it deleted none. Throws a problem when another tag
    /// has taken a label.
    public boolean restore(Handle handle, int orgId, UUID batch) {
        if (!store.hasRemoved(handle, orgId, batch)) {
            return false;
        }
        var taken = store.restore(handle, orgId, batch);
        if (!taken.isEmpty()) {
            var detail = "%s is another tag by now".formatted(String.join(", ", taken));
            throw Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("id", "changed_since", detail)));
        }
        announcements.changed(handle, TOPIC, orgId);
        return true;
    }

    // Concurrent calls may exceed the limit by a few, which is harmless.
    private static void requireRoom(TagBook book, int more, String pointer) {
        int are = book.all().size();
        if (are + more > MOST) {
            var detail = "%d new tags beside %d (expected: %d in all at most; merge or delete some)"
                    .formatted(more, are, MOST);
            throw Problem.invalid(List.of(new Fault(pointer, "too_many", detail)));
        }
    }

    /// Creates missing tags, and returns a book with all of them.
    public TagBook create(Handle handle, int orgId, UUID creator, Collection<String> labels) {
        var book = of(orgId);
        var missing = labels.stream().filter(label -> book.find(label) == null).toList();
        if (missing.isEmpty()) {
            return book;
        }
        requireRoom(book, missing.size(), "/tags");
        var made = store.make(handle, organizations.get(orgId), creator, missing);
        announcements.changed(handle, TOPIC, orgId);
        return book.with(made);
    }
}
