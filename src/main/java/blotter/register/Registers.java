package blotter.register;

import java.util.List;

/// The registers of the house.
public record Registers(Engine incidents, Engine risks) {
    List<Engine> all() {
        return List.of(incidents, risks);
    }
}
