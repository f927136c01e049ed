package io.gantry.client.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said of an image that is uploaded.
 *
 * @param fingerprint that the server is to compare with what arrives, empty for none
 * @param fileName under which the image is downloaded later, empty for none
 */
public record ImageHeaders(String fingerprint, String fileName, boolean isPublic, Map<String, String> properties) {
    public ImageHeaders {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        if (!fingerprint.isEmpty()) {
            fields.put("X-LXD-fingerprint", fingerprint);
        }
        fields.put("X-LXD-public", Boolean.toString(isPublic));
        if (!fileName.isEmpty()) {
            fields.put("X-LXD-filename", fileName);
        }
        if (!properties.isEmpty()) {
            fields.put("X-LXD-properties", encoded(properties));
        }
        return fields;
    }

    /** Properties as a URL's query, which is how the API takes them in a header. */
    private static String encoded(Map<String, String> properties) {
        var text = new StringBuilder();
        properties.forEach((key, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }
}
