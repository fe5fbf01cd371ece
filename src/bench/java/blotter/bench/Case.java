package blotter.bench;

import org.jspecify.annotations.Nullable;

/// One row of the table, or one for each number of connections.
///
/// @param slug the organization whose token the requests carry; null for none
/// @param floor what of the floor it is compared to; null for nothing
/// @param incidents how many each request changes or makes; 0 for those that do neither
/// @param alone whether it is measured with one connection only
record Case(
        String name,
        Call call,
        @Nullable String slug,
        @Nullable FloorFile floor,
        int incidents,
        boolean alone) {

    /// A file of the floor, and the `n` that it is given.
    record FloorFile(String name, @Nullable Integer n) {}

    /// The least ratio to the floor that we want; null for none.
    @Nullable
    Double goal(int connections) {
        if (floor == null) {
            return null;
        }
        return switch (floor.name) {
            case "patch.sql" -> connections == 1 ? 0.7 : 0.8;
            case "list.sql" -> 0.5;
            case "get.sql" -> 0.6;
            default -> null;
        };
    }
}
