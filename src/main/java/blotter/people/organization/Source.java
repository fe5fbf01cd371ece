package blotter.people.organization;

/// A source of incidents or risks. An inactive one stays where it is set, and cannot be set anew.
public record Source(String name, boolean active) {}
