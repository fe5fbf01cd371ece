package blotter.register.entry;

import java.util.List;

/// The registers.
public record Registers(Engine incidents, Engine risks) {
    /// All registers, in the order in which their entries are locked.
    public List<Engine> all() {
        return List.of(incidents, risks);
    }
}
