package io.gantry.cli.output;

import io.gantry.api.ApiJson;
import io.gantry.api.yaml.Yaml;
import java.util.Optional;

/** What {@code --format} chooses for lists. */
public enum OutputFormat {
    TABLE,
    COMPACT,
    CSV,
    JSON,
    YAML;

    /** The format of this name, empty for an unknown one. */
    public static Optional<OutputFormat> of(String name) {
        return switch (name) {
            case "table" -> Optional.of(TABLE);
            case "compact" -> Optional.of(COMPACT);
            case "csv" -> Optional.of(CSV);
            case "json" -> Optional.of(JSON);
            case "yaml" -> Optional.of(YAML);
            default -> Optional.empty();
        };
    }

    /** The text of a list: the table, or for JSON and YAML the objects that its rows were made from. */
    public String render(Table table, Object objects) {
        return switch (this) {
            case TABLE -> table.framed();
            case COMPACT -> table.compact();
            case CSV -> table.csv();
            case JSON -> ApiJson.write(objects) + "\n";
            case YAML -> Yaml.write(objects);
        };
    }
}
