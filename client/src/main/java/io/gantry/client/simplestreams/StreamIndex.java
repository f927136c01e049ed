package io.gantry.client.simplestreams;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code streams/v1/index.json}. */
public final class StreamIndex {
    private StreamIndex() {}

    /**
     * The paths of the lists of images, relative to the server's URL.
     *
     * @throws MalformedStreamException where it is no index
     */
    public static List<String> productPaths(byte[] json) throws MalformedStreamException {
        List<String> paths = new ArrayList<>();
        for (Object value : StreamTree.child(StreamTree.parse(json), "index").values()) {
            if (value instanceof java.util.Map<?, ?> entry
                    && StreamTree.text(entry, "datatype").equals("image-downloads")
                    && entry.get("products") instanceof List<?> products
                    && !products.isEmpty()) {
                paths.add(StreamTree.text(entry, "path"));
            }
        }
        return paths;
    }
}
