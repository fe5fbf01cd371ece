package blotter.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which methods each address takes, for `Allow`: read from the resources.
@ApplicationScoped
class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}:]+}");

    // Most requests are for an address without parameters, which is found at once.
    private final Map<String, Set<String>> written;
    private final List<Address> templates;

    AllowedMethods(BeanManager beans) {
        var methods = new HashMap<String, Set<String>>();
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var resource = bean.getBeanClass().getAnnotation(Path.class);
            if (resource != null) {
                for (var operation : bean.getBeanClass().getMethods()) {
                    add(resource.value(), operation, methods);
                }
            }
        }
        var complete = new HashMap<String, Set<String>>();
        // A pattern of its own is for what is no address of the API.
        methods.keySet().removeIf(template -> template.contains(":"));
        methods.forEach((template, some) -> complete.put(template, all(some)));
        written = complete.entrySet().stream()
                .filter(each -> !each.getKey().contains("{"))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        templates = complete.entrySet().stream()
                .filter(each -> each.getKey().contains("{"))
                .map(each -> Address.of(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Address::literals).reversed())
                .toList();
    }

    private static void add(String resource, Method operation, Map<String, Set<String>> methods) {
        for (var annotation : operation.getAnnotations()) {
            var method = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (method != null) {
                var below = operation.getAnnotation(Path.class);
                var template = below == null ? resource : resource + below.value();
                methods.computeIfAbsent(template, absent -> new TreeSet<>()).add(method.value());
            }
        }
    }

    private static Set<String> all(Set<String> methods) {
        var all = new TreeSet<>(methods);
        all.add(HttpMethod.OPTIONS);
        if (methods.contains(HttpMethod.GET)) {
            all.add(HttpMethod.HEAD);
        }
        return all;
    }

    /// @param literals how many characters of the address are fixed: the most fixed one goes first
    private record Address(Pattern pattern, int literals, Set<String> methods) {
        static Address of(String template, Set<String> methods) {
            return new Address(
                    Pattern.compile(PARAMETER.matcher(template).replaceAll("[^/]+")),
                    PARAMETER.matcher(template).replaceAll("").length(),
                    methods);
        }
    }

    /// The methods that the address takes; empty when it is none of the API's.
    Set<String> of(String path) {
        var methods = written.get(path);
        if (methods != null) {
            return methods;
        }
        for (var template : templates) {
            if (template.pattern.matcher(path).matches()) {
                return template.methods;
            }
        }
        return Set.of();
    }
}
