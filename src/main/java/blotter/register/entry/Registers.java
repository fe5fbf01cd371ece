package blotter.register.entry;

import java.util.List;

/// The registers of the house.
public record Registers(Engine incidents, Engine risks) {
    /// All, in the order in which their entries are locked.
    public List<Engine> all() {
        return List.of(incidents, risks);
    }
}
