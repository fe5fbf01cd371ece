package blotter.platform.idempotency;

import blotter.platform.access.Caller;
import blotter.platform.http.Answer;
import blotter.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Idempotency keys and the answers kept for them.
final class KeyStore {

    record Kept(byte[] fingerprint, Answer answer) {}

    /// Claims the key until the transaction ends; false when another transaction has it.
    boolean claim(Handle handle, Caller caller, String key) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
                .bind("name", "idempotency:%d:%s:%s".formatted(caller.orgId(), caller.userId(), key))
                .mapTo(Boolean.class)
                .one();
    }

    @Nullable
    Kept find(Handle handle, Caller caller, String key) {
        return handle.createQuery("""
                        select fingerprint, status, headers::text as headers, body
                          from idempotency_key
                         where org_id = :org and caller = :caller and key = :key and at > now() - interval '24 hours'""")
                .bind("org", caller.orgId())
                .bind("caller", caller.userId())
                .bind("key", key)
                .map((row, context) -> new Kept(
                        row.getBytes("fingerprint"),
                        Answer.kept(row.getInt("status"), headers(row.getString("headers")), row.getBytes("body"))))
                .findOne()
                .orElse(null);
    }

    /// Keeps the answer, and drops the organization's keys that are over a day old.
    void keep(Handle handle, Caller caller, String key, byte[] fingerprint, Answer answer) {
        handle.createUpdate("delete from idempotency_key where org_id = :org and at <= now() - interval '24 hours'")
                .bind("org", caller.orgId())
                .execute();
        handle.createUpdate("""
                        insert into idempotency_key (org_id, caller, key, fingerprint, status, headers, body)
                        values (:org, :caller, :key, :fingerprint, :status, :headers::jsonb, :body)""")
                .bind("org", caller.orgId())
                .bind("caller", caller.userId())
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("status", answer.status())
                .bind("headers", Json.text(json -> {
                    json.writeStartObject();
                    for (var header : answer.headers().entrySet()) {
                        json.writeStringField(header.getKey(), header.getValue());
                    }
                    json.writeEndObject();
                }))
                .bind("body", answer.body())
                .execute();
    }

    private static Map<String, String> headers(String json) {
        var headers = new LinkedHashMap<String, String>();
        Json.trusted(json)
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }
}
