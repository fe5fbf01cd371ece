package blotter.people.authentication;

import blotter.people.authentication.ServiceAccountStore.Content;
import blotter.platform.access.Role;
import blotter.platform.http.Cidr;
import blotter.platform.json.JsonFields;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a service account from a request body.
record ServiceAccountReader(Instant now) {
    private static final int MAX_NAME = 100;
    private static final int MAX_BLOCKS = 100;

    /// Applies the fields to the content.
    ///
    /// @param nullClears whether null clears a value, as in a merge patch, or means absent
    Content read(JsonFields json, Content before, boolean nullClears) {
        if (nullClears) {
            for (var kept : List.of("name", "roles", "active")) {
                if (json.isNull(kept)) {
                    json.faults().add(json.pointer(kept), "required", "null (expected: a value; it cannot be cleared)");
                }
            }
        }
        var name = json.label("name", MAX_NAME);
        var roles = roles(json);
        var active = json.bool("active");
        var allowlist = allowlist(json);
        var expires = json.dateTime("expires_date");
        if (expires != null && !expires.isAfter(now)) {
            json.faults().add(json.pointer("expires_date"), "out_of_range", expires, "a time in the future");
        }
        return new Content(
                name == null ? before.name() : name,
                roles == null ? before.roles() : roles,
                active == null ? before.active() : active,
                allowlist != null
                        ? allowlist
                        : nullClears && json.isNull("ip_allowlist") ? List.of() : before.allowlist(),
                expires != null ? expires : nullClears && json.isNull("expires_date") ? null : before.expiresDate());
    }

    private static @Nullable List<Role> roles(JsonFields json) {
        var elements = json.array("roles");
        if (elements == null) {
            return null;
        }
        var roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < elements.size(); i++) {
            var pointer = json.pointer("roles") + "/" + i;
            var text = JsonFields.text(elements.get(i), pointer, 100, json.faults());
            var role = text == null ? null : Role.fromLabel(text);
            if (role != null) {
                roles.add(role);
            } else if (text != null) {
                json.faults().add(pointer, "invalid_value", text, Role.labels());
            }
        }
        return List.copyOf(roles);
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
