package blotter.people.organization;

/// Where incidents or risks come from; an inactive one is kept by what has it and refused for anything new.
public record Source(String name, boolean active) {}
