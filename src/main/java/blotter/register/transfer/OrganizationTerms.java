package blotter.register.transfer;

import blotter.people.organization.Source;
import blotter.people.person.Member;
import blotter.register.entry.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds an organization's users and sources by the names in a file of another system.
final class OrganizationTerms {
    private final Map<String, Member> byEmail;
    private final List<Source> sources;

    OrganizationTerms(Engine engine, int orgId) {
        this.byEmail = ImportReader.byEmail(engine, orgId);
        this.sources = engine.sources(orgId);
    }

    boolean isActive(String email) {
        var member = byEmail.get(email.toLowerCase(Locale.ROOT));
        return member != null && member.active();
    }

    /// The active source with this name, ignoring case.
    @Nullable
    String source(String name) {
        return sources.stream()
                .filter(source -> source.active() && source.name().equalsIgnoreCase(name))
                .map(Source::name)
                .findFirst()
                .orElse(null);
    }
}
