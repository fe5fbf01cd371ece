package blotter.people.organization;

/// Limits of one request.
///
/// @param maxIds distinct ids in one call
public record Limits(int maxIds) {}
