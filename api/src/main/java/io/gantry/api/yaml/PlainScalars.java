package io.gantry.api.yaml;

import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads every scalar as the text that was written, so that {@code 12.10} does not become {@code 12.1}; only nothing
 * at all, {@code ~} and {@code null} are null, as in the YAML that LXD's programs take.
 */
public final class PlainScalars implements Schema {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    @Override
    public ScalarResolver getScalarResolver() {
        return (value, isPlain) -> isPlain && NULLS.contains(value) ? Tag.NULL : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return new JsonSchema().getSchemaTagConstructors();
    }
}
