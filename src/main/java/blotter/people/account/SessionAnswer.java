package blotter.people.account;

import blotter.people.organization.Organization;
import blotter.people.person.Member;
import blotter.platform.access.Permission;
import blotter.platform.access.Role;
import blotter.platform.access.Via;
import blotter.platform.http.Answer;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The response that describes the current session or token.
///
/// @param account null for a service account
/// @param expires when the session ends unless it is used; null for a token
record SessionAnswer(
        Member member,
        Organization organization,
        Set<Permission> permissions,
        Via via,
        @Nullable Account account,
        @Nullable Instant expires) {

    Answer answer() {
        return Answer.json(200, this::writeTo);
    }

    private void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("user");
        member.user().writeTo(json);
        json.writeObjectFieldStart("organization");
        json.writeStringField("id", organization.publicId().toString());
        json.writeStringField("slug", organization.slug());
        json.writeStringField("name", organization.name());
        json.writeEndObject();
        json.writeArrayFieldStart("roles");
        for (var role : Role.values()) {
            if (member.roles().contains(role)) {
                json.writeString(role.label());
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("permissions");
        for (var permission : Permission.values()) {
            if (permissions.contains(permission)) {
                json.writeString(permission.label());
            }
        }
        json.writeEndArray();
        json.writeStringField("via", via == Via.PAGE ? "session" : "token");
        json.writeBooleanField("second_factor", account != null && account.secondFactor());
        json.writeBooleanField("password", account != null && account.hasPassword());
        json.writeStringField("expires_date", expires == null ? null : expires.toString());
        json.writeEndObject();
    }
}
