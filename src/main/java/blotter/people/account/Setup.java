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

/// Founds the first organization with its first Admin.
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

    /// What is to be founded.
    record Founding(String organization, String email, String firstName, String lastName, String password) {
        // A record's own text would carry the password into logs.
        @Override
        public String toString() {
            return "Founding[organization=%s, email=%s]".formatted(organization, email);
        }
    }

    /// Who has founded it.
    record Founder(Organization organization, UUID userId) {}

    /// Until when the link is good; null when it is not.
    @Nullable
    Instant until(String token, Instant now) {
        return links.find(token, now);
    }

    /// Reads the form; null when a part of it is missing or no good.
    static @Nullable Founding read(JsonFields fields) {
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
                : new Founding(organization, email, first, last, password);
    }

    private static @Nullable String required(JsonFields fields, String name) {
        var value = fields.label(name, MAX_NAME);
        fields.require("a text", name);
        return value;
    }

    /// Uses the link, and founds; null when the link is no longer good.
    @Nullable
    Founder found(Handle handle, String token, Founding founding, String hash, Instant now) {
        if (!links.take(handle, token, now)) {
            return null;
        }
        var suggested = Slug.of(founding.organization);
        var organization =
                organizations.create(handle, suggested.isEmpty() ? "main" : suggested, founding.organization);
        if (organization == null) {
            return null;
        }
        var user = new User(UUID.randomUUID(), founding.email, founding.firstName, founding.lastName, null);
        users.insert(handle, organization.id(), new Member(user, Member.Kind.PERSON, true, List.of(Role.ADMIN)), hash);
        return new Founder(organization, user.id());
    }
}
