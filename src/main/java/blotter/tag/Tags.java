package blotter.tag;

import blotter.database.Announcements;
import blotter.database.Database;
import blotter.database.OrganizationCache;
import blotter.organization.OrganizationStore;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The tags of each organization: read from memory, made in a transaction.
public final class Tags {
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

    /// This book with every one of these tags in it: one made by another node a moment ago may not have been heard of
    /// yet.
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

    /// Makes the labels that are no tags yet, and answers with the book that has them all.
    public TagBook create(Handle handle, int orgId, UUID creator, Collection<String> labels) {
        var book = of(orgId);
        var missing = labels.stream().filter(label -> book.find(label) == null).toList();
        if (missing.isEmpty()) {
            return book;
        }
        var made = store.make(handle, organizations.get(orgId), creator, missing);
        announcements.changed(handle, TOPIC, orgId);
        return book.with(made);
    }
}
