package blotter.register.entry;

import blotter.platform.access.Permission;
import blotter.register.change.Field;
import blotter.register.change.Register;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Everything in which one register differs from another.
///
/// @param read the permission to read its entries
/// @param write the permission to create, change and delete them
/// @param orders the sort orders of its lists
/// @param defaults the default values of an entry created at this time
public record RegisterKind(
        Register register,
        Permission read,
        Permission write,
        Filters filters,
        List<ListOrder> orders,
        Function<Instant, Map<Field, Object>> defaults) {

    /// The path of its list.
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
