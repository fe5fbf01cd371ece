package blotter.register;

/// The registers of the house.
public record Registers(Engine incidents) {}
