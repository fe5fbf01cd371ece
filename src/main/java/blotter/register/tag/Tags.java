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

/// The tags of each organization: read from memory, made in a transaction.
public final class Tags {
    /// The most tags of an organization: every node has them in memory.
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

    /// The organization's book with every one of these tags in it.
    public TagBook of(int orgId, Collection<UUID> needed) {
        return completed(of(orgId), orgId, needed);
    }

    /// This book with every one of these tags in it: one made by another node a moment ago may not have been
    /// heard of yet.
    public TagBook completed(TagBook book, int orgId, Collection<UUID> needed) {
        if (needed.stream().allMatch(id -> book.find(id) != null)) {
            return book;
        }
        cache.forget(orgId);
        return of(orgId).with(book.all());
    }

    private TagBook load(int orgId) {
        var organization = organizations.get(orgId);
        return new TagBook(database.lookups().withHandle(handle -> store.all(handle, organization)));
    }

    /// The organization's book as the transaction sees it.
    public TagBook read(Handle handle, int orgId) {
        return new TagBook(store.all(handle, organizations.get(orgId)));
    }

    /// Holds the tags that are about to be put on an entry, so that none is deleted meanwhile. Throws a problem when
    /// one is no more. Whoever holds tags does so before any entry, and before making labels.
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

    /// Holds those of these tags that there still are.
    public void holdIfThere(Handle handle, int orgId, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            store.hold(handle, organizations.get(orgId), ids, false);
        }
    }

    /// Holds tags alone, so that nobody uses them meanwhile: those of them that there are.
    public List<Tag> holdAlone(Handle handle, int orgId, Collection<UUID> ids) {
        return store.hold(handle, organizations.get(orgId), ids, true);
    }

    /// Makes a tag; null when the label is one already.
    public @Nullable Tag make(Handle handle, int orgId, UUID creator, String content) {
        requireRoom(of(orgId), 1, "/content");
        var made = store.insert(handle, organizations.get(orgId), creator, content);
        if (made != null) {
            announcements.changed(handle, TOPIC, orgId);
        }
        return made;
    }

    /// Spells a tag that is held anew; whether it could: false when the label is another tag's.
    public boolean rename(Handle handle, int orgId, UUID id, String content) {
        announcements.changed(handle, TOPIC, orgId);
        return store.rename(handle, orgId, id, content);
    }

    /// Deletes a tag that is held alone and that no entry has any more; the batch keeps it.
    public void remove(Handle handle, int orgId, UUID id, UUID batch) {
        store.remove(handle, orgId, id, batch);
        announcements.changed(handle, TOPIC, orgId);
    }

    /// Brings the tags back that the batch has deleted; whether it has. Throws a problem when a label is another tag's
    /// by now.
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

    // Some may be made at the same moment: a few more than there should be do no harm.
    private static void requireRoom(TagBook book, int more, String pointer) {
        int are = book.all().size();
        if (are + more > MOST) {
            var detail = "%d new tags beside %d (expected: %d in all at most; merge or delete some)"
                    .formatted(more, are, MOST);
            throw Problem.invalid(List.of(new Fault(pointer, "too_many", detail)));
        }
    }

    /// Makes the labels that are no tags yet, and answers with the book that has them all.
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
