package blotter.people.organization;

/// What one request may ask for at most.
///
/// @param maxIds different ids in one call
public record Limits(int maxIds) {}
