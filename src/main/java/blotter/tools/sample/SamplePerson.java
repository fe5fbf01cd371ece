package blotter.tools.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person of a sample organization.
///
/// @param deactivatedAt after this time, the person does nothing
record SamplePerson(
        String key,
        String email,
        String firstName,
        String lastName,
        List<String> roles,
        boolean active,
        @Nullable Instant deactivatedAt) {

    boolean activeAt(Instant at) {
        return deactivatedAt == null || at.isBefore(deactivatedAt);
    }

    boolean writesIncidents() {
        return roles.contains("Admin") || roles.contains("Editor") || roles.contains("Incident Editor");
    }

    boolean writesRisks() {
        return roles.contains("Admin") || roles.contains("Editor") || roles.contains("Risk Editor");
    }

    boolean onlyReadsIncidents() {
        return !writesIncidents() && (roles.contains("Viewer") || roles.contains("Incident Viewer"));
    }

    boolean readsRisks() {
        return writesRisks() || roles.contains("Viewer") || roles.contains("Risk Viewer");
    }
}
