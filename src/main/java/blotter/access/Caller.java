package blotter.access;

import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.util.Set;
import java.util.UUID;

/// Who makes a request, in which organization, with what permissions, and through what.
public record Caller(int orgId, UUID userId, Set<Permission> permissions, Via via) {

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
