package blotter.platform.access;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who makes a request, in which organization, with what permissions, and through what.
///
/// @param requestId names the request; null outside of one
public record Caller(
        int orgId,
        UUID userId,
        Set<Permission> permissions,
        Via via,
        @Nullable String requestId) {

    public Caller(int orgId, UUID userId, Set<Permission> permissions, Via via) {
        this(orgId, userId, permissions, via, null);
    }

    /// The same, in the request of this id.
    public Caller in(String request) {
        return new Caller(orgId, userId, permissions, via, request);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /// Throws a problem `forbidden` that names the permission, unless the caller has it.
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Problem.problem(ProblemType.FORBIDDEN, "this needs the permission " + permission.label())
                    .with("permission", permission.label());
        }
    }
}
