package blotter.people.authentication;

import blotter.people.authentication.ServiceAccountStore.Content;
import blotter.platform.access.Role;
import blotter.platform.http.Cidr;
import blotter.platform.json.JsonFields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A change to a service account; null keeps a value.
///
/// @param clearsExpiry whether the account no longer expires
record ServiceAccountChange(
        @Nullable String name,
        @Nullable List<Role> roles,
        @Nullable Boolean active,
        @Nullable List<String> allowlist,
        @Nullable Instant expires,
        boolean clearsExpiry) {

    private static final int MAX_NAME = 100;
    private static final int MAX_BLOCKS = 100;

    static ServiceAccountChange read(JsonFields json, Instant now) {
        json.refuseClearing("a value", "name", "roles", "active");
        var name = json.label("name", MAX_NAME);
        var roles = Role.read(json);
        var active = json.bool("active");
        var allowlist = json.clears("ip_allowlist") ? List.<String>of() : allowlist(json);
        var expires = json.dateTime("expires_date");
        if (expires != null && !expires.isAfter(now)) {
            json.faults().add(json.pointer("expires_date"), "out_of_range", expires, "a time in the future");
        }
        return new ServiceAccountChange(
                name,
                // Sorted, so that the same roles in another order change nothing.
                roles == null ? null : roles.stream().sorted().toList(),
                active,
                allowlist,
                expires,
                json.clears("expires_date"));
    }

    /// The content of a new account, which must have a name and roles.
    Content created() {
        return changed(new Content(Objects.requireNonNull(name), Objects.requireNonNull(roles), true, List.of(), null));
    }

    Content changed(Content before) {
        return new Content(
                Objects.requireNonNullElse(name, before.name()),
                Objects.requireNonNullElse(roles, before.roles()),
                Objects.requireNonNullElse(active, before.active()),
                Objects.requireNonNullElse(allowlist, before.allowlist()),
                expires != null || clearsExpiry ? expires : before.expiresDate());
    }

    private static @Nullable List<String> allowlist(JsonFields json) {
        var elements = json.array("ip_allowlist");
        if (elements == null) {
            return null;
        }
        if (elements.size() > MAX_BLOCKS) {
            json.faults()
                    .add(
                            json.pointer("ip_allowlist"),
                            "too_many",
                            elements.size() + " blocks",
                            MAX_BLOCKS + " at most");
            return null;
        }
        var blocks = new TreeSet<String>();
        for (int i = 0; i < elements.size(); i++) {
            var pointer = json.pointer("ip_allowlist") + "/" + i;
            var text = JsonFields.text(elements.get(i), pointer, 100, json.faults());
            var block = text == null ? null : Cidr.parse(text);
            if (block != null) {
                blocks.add(block.toString());
            } else if (text != null) {
                json.faults()
                        .add(
                                pointer,
                                "invalid_format",
                                text,
                                "an address or a block such as 192.0.2.0/24 or 2001:db8::/32, without bits after its prefix");
            }
        }
        return List.copyOf(blocks);
    }
}
