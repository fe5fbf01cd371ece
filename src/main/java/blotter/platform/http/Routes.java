package blotter.platform.http;

import blotter.platform.access.Public;
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

/// The addresses of the API, read from the resources once.
@ApplicationScoped
class Routes {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}:]+}");

    // Most requests are for an address without parameters, which is found at once.
    private final Map<String, Route> written;
    private final List<Template> templates;

    Routes(BeanManager beans) {
        var routes = new HashMap<String, Route>();
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var resource = bean.getBeanClass().getAnnotation(Path.class);
            if (resource != null) {
                for (var operation : bean.getBeanClass().getMethods()) {
                    add(resource.value(), operation, routes);
                }
            }
        }
        written = routes.entrySet().stream()
                .filter(each -> !each.getKey().contains("{"))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        templates = routes.entrySet().stream()
                .filter(each -> each.getKey().contains("{"))
                .map(each -> Template.of(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Template::literals).reversed())
                .toList();
    }

    private static void add(String resource, Method operation, Map<String, Route> routes) {
        var below = operation.getAnnotation(Path.class);
        var template = below == null ? resource : resource + below.value();
        // A pattern of its own is for what is no address of the API.
        if (template.contains(":")) {
            return;
        }
        for (var annotation : operation.getAnnotations()) {
            var method = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (method != null) {
                var route = Route.of(method.value(), operation.isAnnotationPresent(Public.class));
                routes.merge(template, route, Route::and);
            }
        }
    }

    /// What an address takes.
    ///
    /// @param methods for `Allow`; none when it is no address of the API
    /// @param publicPost whether anybody may POST to it
    record Route(Set<String> methods, boolean publicPost) {
        private static final Route NONE = new Route(Set.of(), false);

        private static Route of(String method, boolean isPublic) {
            var methods = new TreeSet<>(Set.of(method, HttpMethod.OPTIONS));
            if (method.equals(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD);
            }
            return new Route(methods, isPublic && method.equals(HttpMethod.POST));
        }

        private Route and(Route other) {
            var all = new TreeSet<>(methods);
            all.addAll(other.methods);
            return new Route(all, publicPost || other.publicPost);
        }
    }

    /// @param literals how many characters of the address are fixed: the most fixed one goes first
    private record Template(Pattern pattern, int literals, Route route) {
        static Template of(String template, Route route) {
            return new Template(
                    Pattern.compile(PARAMETER.matcher(template).replaceAll("[^/]+")),
                    PARAMETER.matcher(template).replaceAll("").length(),
                    route);
        }
    }

    Route of(String path) {
        var route = written.get(path);
        if (route != null) {
            return route;
        }
        for (var template : templates) {
            if (template.pattern.matcher(path).matches()) {
                return template.route;
            }
        }
        return Route.NONE;
    }
}
