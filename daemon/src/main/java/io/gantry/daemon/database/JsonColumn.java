package io.gantry.daemon.database;

import io.gantry.api.ApiJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Maps and lists of texts in a column, as JSON. */
public final class JsonColumn {
    private JsonColumn() {}

    public static String write(Object value) {
        return ApiJson.write(value);
    }

    /** A JSON object of texts. */
    public static Map<String, String> readMap(String json) {
        return texts(tree(json));
    }

    /** A JSON object of JSON objects of texts. */
    public static Map<String, Map<String, String>> readMaps(String json) {
        var maps = new TreeMap<String, Map<String, String>>();
        if (tree(json) instanceof Map<?, ?> tree) {
            tree.forEach((name, value) -> maps.put(name.toString(), texts(value)));
        }
        return maps;
    }

    /** A JSON list of texts. */
    public static List<String> readList(String json) {
        var texts = new ArrayList<String>();
        if (tree(json) instanceof List<?> list) {
            list.forEach(value -> texts.add(Objects.toString(value)));
        }
        return texts;
    }

    private static Object tree(String json) {
        return ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> texts(Object value) {
        var texts = new TreeMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> texts.put(key.toString(), Objects.toString(text)));
        }
        return texts;
    }
}
