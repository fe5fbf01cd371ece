package blotter.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Validates values by the schemas of an OpenAPI document, as JSON Schema 2020-12 with format assertions.
final class Schemas {
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .build();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            DIALECT,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode components;
    private final Map<JsonNode, Schema> compiled = Collections.synchronizedMap(new IdentityHashMap<>());

    Schemas(JsonNode document) {
        this.components = document.required("components");
    }

    /// The errors of a value by a schema of the document, as `pointer: message`.
    List<String> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(error ->
                        "%s: %s".formatted(pointer(error.getInstanceLocation().toString()), error.getMessage()))
                .distinct()
                .toList();
    }

    /// Adds the components to the schema, because its references start at the document's root.
    private Schema compile(JsonNode schema) {
        var root = ((ObjectNode) schema).deepCopy();
        root.set("components", components);
        return REGISTRY.getSchema(root);
    }

    private static String pointer(String location) {
        return location.isEmpty() ? "(the whole)" : location;
    }
}
