package blotter.platform.access;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The authenticated user behind a request, with organization, permissions and channel.
///
/// @param requestId null outside a request
public record Caller(
        int orgId,
        UUID userId,
        Set<Permission> permissions,
        Via via,
        @Nullable String requestId) {

    public Caller(int orgId, UUID userId, Set<Permission> permissions, Via via) {
        this(orgId, userId, permissions, via, null);
    }

    /// The same caller within a request.
    public Caller in(String request) {
        return new Caller(orgId, userId, permissions, via, request);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /// Throws `forbidden`, naming the permission, unless the caller has it.
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Problem.problem(ProblemType.FORBIDDEN, "this needs the permission " + permission.label())
                    .with("permission", permission.label());
        }
    }
}
