package io.gantry.client.simplestreams;

/**
 * A file on a server.
 *
 * @param path relative to the server's URL
 * @param sha256 hex digits; may be empty
 * @param size bytes
 */
public record StreamFile(String path, String sha256, long size) {
    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
