package blotter.register.tag;

import blotter.people.organization.Organization;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored tags.
public final class TagStore {

    List<Tag> all(Handle handle, Organization organization) {
        return handle.createQuery("select id, content, creator_id from tag where org_id = :org")
                .bind("org", organization.id())
                .map((row, context) -> read(row, organization))
                .list();
    }

    private static Tag read(ResultSet row, Organization organization) throws SQLException {
        return new Tag(
                row.getObject("id", UUID.class),
                row.getString("content"),
                row.getObject("creator_id", UUID.class),
                organization.publicId());
    }

    /// Locks and returns the tags that exist. A shared lock prevents deletion and renaming, an exclusive one
    /// (`alone`) also use. Locks in the order of keys, which prevents deadlocks.
    List<Tag> hold(Handle handle, Organization organization, Collection<UUID> ids, boolean alone) {
        return handle.createQuery("""
                        select id, content, creator_id
                          from tag
                         where org_id = :org and id in (select unnest(:ids))
                         order by content_key
                           for %s""".formatted(alone ? "update" : "key share"))
                .bind("org", organization.id())
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> read(row, organization))
                .list();
    }

    /// Creates a tag; null when the label exists.
    @Nullable
    Tag insert(Handle handle, Organization organization, UUID creator, String content) {
        return handle.createQuery("""
                        insert into tag (org_id, id, content, content_key, creator_id)
                        values (:org, gen_random_uuid(), :content, :key, :creator)
                            on conflict do nothing
                        returning id, content, creator_id""")
                .bind("org", organization.id())
                .bind("content", content)
                .bind("key", TagKey.of(content))
                .bind("creator", creator)
                .map((row, context) -> read(row, organization))
                .findOne()
                .orElse(null);
    }

    /// Renames a locked tag; false when another tag has the label.
    boolean rename(Handle handle, int orgId, UUID id, String content) {
        return handle.createUpdate("""
                        update tag
                           set content = :content, content_key = :key
                         where org_id = :org and id = :id
                           and not exists (
                                select from tag o where o.org_id = :org and o.content_key = :key and o.id <> :id)""")
                        .bind("org", orgId)
                        .bind("id", id)
                        .bind("content", content)
                        .bind("key", TagKey.of(content))
                        .execute()
                == 1;
    }

    /// Deletes a tag, and stores it with its batch for undo.
    void remove(Handle handle, int orgId, UUID id, UUID batch) {
        handle.createUpdate("""
                        with removed as (
                            delete from tag where org_id = :org and id = :id
                            returning id, content, content_key, creator_id, created_date)
                        insert into removed_tag (org_id, batch_id, id, content, content_key, creator_id, created_date)
                        select :org, :batch, r.* from removed r""")
                .bind("org", orgId)
                .bind("id", id)
                .bind("batch", batch)
                .execute();
    }

    /// Restores the tags that a batch has deleted.
    ///
    /// @return the labels that other tags have taken since
    List<String> restore(Handle handle, int orgId, UUID batch) {
        return handle.createQuery("""
                        with restored as (
                            insert into tag (org_id, id, content, content_key, creator_id, created_date)
                            select org_id, id, content, content_key, creator_id, created_date
                              from removed_tag
                             where org_id = :org and batch_id = :batch
                             order by content_key
                                on conflict do nothing
                            returning id)
                        select content
                          from removed_tag
                         where org_id = :org and batch_id = :batch and id not in (select id from restored)""")
                .bind("org", orgId)
                .bind("batch", batch)
                .mapTo(String.class)
                .list();
    }

    /// Whether a batch has deleted tags.
    boolean hasRemoved(Handle handle, int orgId, UUID batch) {
        return handle.createQuery("select exists (select from removed_tag where org_id = :org and batch_id = :batch)")
                .bind("org", orgId)
                .bind("batch", batch)
                .mapTo(Boolean.class)
                .one();
    }

    /// Creates the tags that do not exist yet, and returns all of them, locked. Works in the order of keys, which
    /// prevents deadlocks between transactions that create the same tags.
    public List<Tag> make(Handle handle, Organization organization, UUID creator, Collection<String> labels) {
        var byKey = new TreeMap<String, String>();
        labels.forEach(label -> byKey.putIfAbsent(TagKey.of(label), label));
        var keys = byKey.keySet().toArray(String[]::new);
        handle.createUpdate("""
                        insert into tag (org_id, id, content, content_key, creator_id)
                        select :org, gen_random_uuid(), content, key, :creator
                          from unnest(:keys, :contents) as t (key, content)
                         order by key
                            on conflict do nothing""")
                .bind("org", organization.id())
                .bind("creator", creator)
                .bind("keys", keys)
                .bind("contents", byKey.values().toArray(String[]::new))
                .execute();
        return handle.createQuery("""
                        select id, content, creator_id
                          from tag
                         where org_id = :org and content_key = any(:keys)
                         order by content_key
                           for key share""")
                .bind("org", organization.id())
                .bind("keys", keys)
                .map((row, context) -> read(row, organization))
                .list();
    }
}
