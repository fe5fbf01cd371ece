package blotter.register.entry;

import blotter.platform.access.Permission;
import blotter.register.change.Field;
import blotter.register.change.Register;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// All that makes one register differ from another.
///
/// @param read the permission to read its entries
/// @param write the permission to make, change and delete them
/// @param orders what its lists can be sorted by
/// @param defaults what a new entry, made at this time, has when nothing is said
public record RegisterKind(
        Register register,
        Permission read,
        Permission write,
        Filters filters,
        List<ListOrder> orders,
        Function<Instant, Map<Field, Object>> defaults) {

    /// The address of its list.
    public String path() {
        return "/api/v1/" + register.plural();
    }

    ListOrder order(String name) {
        return orders.stream()
                .filter(order -> order.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<String> orderNames() {
        return orders.stream().map(ListOrder::name).toList();
    }
}
