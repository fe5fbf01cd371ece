package blotter.tag;

import blotter.organization.Organization;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Tags, where they are kept.
public final class TagStore {

    List<Tag> all(Handle handle, Organization organization) {
        return handle.createQuery("select id, content, creator_id from tag where org_id = :org")
                .bind("org", organization.id())
                .map((row, context) -> tag(row, organization))
                .list();
    }

    private static Tag tag(ResultSet row, Organization organization) throws SQLException {
        return new Tag(
                row.getObject("id", UUID.class),
                row.getString("content"),
                row.getObject("creator_id", UUID.class),
                organization.publicId());
    }

    /// Makes tags of these labels, those that are tags already left as they are, and answers with them all.
    /// In the order of their keys, so that two transactions that make the same tags wait for each other and
    /// not in a circle.
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
                         where org_id = :org and content_key = any(:keys)""")
                .bind("org", organization.id())
                .bind("keys", keys)
                .map((row, context) -> tag(row, organization))
                .list();
    }
}
