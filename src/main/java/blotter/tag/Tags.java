package blotter.tag;

import blotter.database.Announcements;
import blotter.database.Database;
import blotter.database.OrganizationCache;
import blotter.organization.OrganizationStore;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The tags of each organization: read from memory, made in a transaction.
public final class Tags {
    private static final String TOPIC = "tags";

    private final Database database;
    private final OrganizationStore organizations;
    private final Announcements announcements;
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
        var publicId = organizations.get(orgId).publicId();
        return new TagBook(database.lookups()
                .withHandle(handle -> handle.createQuery("select id, content, creator_id from tag where org_id = :org")
                        .bind("org", orgId)
                        .map((row, context) -> new Tag(
                                row.getObject("id", UUID.class),
                                row.getString("content"),
                                row.getObject("creator_id", UUID.class),
                                publicId))
                        .list()));
    }

    /// Makes the labels that are no tags yet, and answers with the book that has them all. In the order of their keys,
    /// so
    /// that two calls that make the same tags wait for each other and not in a circle.
    public TagBook create(Handle handle, int orgId, UUID creator, Collection<String> labels) {
        var book = of(orgId);
        var missing = new TreeMap<String, String>();
        for (var label : labels) {
            if (book.find(label) == null) {
                missing.putIfAbsent(TagKey.of(label), label);
            }
        }
        if (missing.isEmpty()) {
            return book;
        }
        handle.createUpdate("""
                        insert into tag (org_id, id, content, content_key, creator_id)
                        select :org, gen_random_uuid(), content, key, :creator
                          from unnest(:keys, :contents) as t (key, content)
                         order by key
                            on conflict do nothing""")
                .bind("org", orgId)
                .bind("creator", creator)
                .bind("keys", missing.keySet().toArray(String[]::new))
                .bind("contents", missing.values().toArray(String[]::new))
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        var publicId = organizations.get(orgId).publicId();
        List<Tag> made = handle.createQuery("""
                        select id, content, creator_id
                          from tag
                         where org_id = :org and content_key = any(:keys)""")
                .bind("org", orgId)
                .bind("keys", missing.keySet().toArray(String[]::new))
                .map((row, context) -> new Tag(
                        row.getObject("id", UUID.class),
                        row.getString("content"),
                        row.getObject("creator_id", UUID.class),
                        publicId))
                .list();
        return book.with(made);
    }
}
