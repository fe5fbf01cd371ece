package blotter.people.account;

import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.organization.Slug;
import blotter.people.person.Email;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.json.JsonFields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Creates the first organization and its first Admin.
public final class Setup {
    private static final int MAX_NAME = 200;

    private final SetupLinkStore links;
    private final OrganizationStore organizations;
    private final UserStore users;

    public Setup(SetupLinkStore links, OrganizationStore organizations, UserStore users) {
        this.links = links;
        this.organizations = organizations;
        this.users = users;
    }

    record SetupForm(String organization, String email, String firstName, String lastName, String password) {
        // The generated text would put the password into logs.
        @Override
        public String toString() {
            return "SetupForm[organization=%s, email=%s]".formatted(organization, email);
        }
    }

    /// The new organization and its Admin.
    record Created(Organization organization, UUID userId) {}

    /// When the link expires; null when it is not valid.
    @Nullable
    Instant until(String token, Instant now) {
        return links.find(token, now);
    }

    /// Reads the form; null if a part is missing or invalid.
    static @Nullable SetupForm read(JsonFields fields) {
        var organization = required(fields, "organization");
        var email = People.email(fields);
        var first = required(fields, "first_name");
        var last = required(fields, "last_name");
        var own = Stream.of(organization, email, first, last)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (fields.value("email") == null) {
            fields.faults()
                    .add(fields.pointer("email"), "required", "missing (expected: %s)".formatted(Email.EXPECTED));
        }
        var password = OneTimeLinkResource.newPassword(fields, own);
        return organization == null || email == null || first == null || last == null || password == null
                ? null
                : new SetupForm(organization, email, first, last, password);
    }

    private static @Nullable String required(JsonFields fields, String name) {
        var value = fields.label(name, MAX_NAME);
        fields.require("a text", name);
        return value;
    }

    /// Uses the link; null when it is no longer valid.
    @Nullable
    Created create(Handle handle, String token, SetupForm form, String hash, Instant now) {
        if (!links.take(handle, token, now)) {
            return null;
        }
        var suggested = Slug.fromName(form.organization);
        var organization = organizations.create(handle, suggested.isEmpty() ? "main" : suggested, form.organization);
        if (organization == null) {
            return null;
        }
        var user = new User(UUID.randomUUID(), form.email, form.firstName, form.lastName, null);
        users.insert(handle, organization.id(), new Member(user, Member.Kind.PERSON, true, List.of(Role.ADMIN)), hash);
        return new Created(organization, user.id());
    }
}
