package io.gantry.client.image;

import io.gantry.api.Image;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImagesPost;
import io.gantry.api.Operation;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import io.gantry.client.server.Connection;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The images of a server, by their fingerprints or the first digits of them. Refusals are {@link ApiException}s, 404
 * where there is no such image. Safe for use by several threads.
 */
public final class Images implements Configured {
    private static final Pattern ALREADY_THERE = Pattern.compile("The image already exists: ([0-9a-f]{64})");

    private final ApiServer server;

    public Images(ApiServer server) {
        this.server = server;
    }

    /** All images, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<Image> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), Image.class);
    }

    /** An image, as the server shows it. */
    public Object tree(String fingerprint) throws IOException {
        return server.tree(path(fingerprint));
    }

    public Image get(String fingerprint) throws IOException {
        return server.get(path(fingerprint), Image.class);
    }

    /**
     * As {@link #get(String)}, for a stranger.
     *
     * @param secret shows a private image
     */
    public Image get(String fingerprint, String secret) throws IOException {
        return server.get(ApiPath.withQuery(path(fingerprint), "secret", secret), Image.class);
    }

    /** Whether there is such an image. */
    public boolean exists(String fingerprint) throws IOException {
        try {
            server.tree(path(fingerprint));
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public ApiServer.Versioned read(String fingerprint) throws IOException {
        return server.versioned(path(fingerprint));
    }

    @Override
    public Optional<Operation> replace(String fingerprint, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", path(fingerprint), fields, version);
        return Optional.empty();
    }

    /** Has the server fetch an image, wait for one, or make one of an instance, as the source says. */
    public Operation create(ImagesPost request) throws IOException {
        return server.start("POST", all(), request);
    }

    /**
     * As {@link #create(ImagesPost)}, with fields as they were written, which the server alone judges.
     *
     * @param fields those of {@link ImagesPost}, by the names that they have in JSON
     */
    public Operation create(Map<String, ?> fields) throws IOException {
        return server.start("POST", all(), fields);
    }

    /** Sends an image. Returns when it is sent; the operation unpacks it. */
    public Operation upload(ImageHeaders headers, Connection.Body body) throws IOException {
        return server.start("POST", all(), headers.fields(), body);
    }

    /**
     * Sends an image that the server has offered to take, as a stranger. Returns when it is sent; the operation unpacks
     * it, and is waited for with the same secret.
     *
     * @param fingerprint that was offered
     * @param fileName under which the image is downloaded later, empty for none
     */
    public Operation handIn(String fingerprint, String fileName, String secret, Connection.Body body)
            throws IOException {
        var headers = new HashMap<>(Map.of("X-LXD-fingerprint", fingerprint, "X-LXD-secret", secret));
        if (!fileName.isEmpty()) {
            headers.put("X-LXD-filename", fileName);
        }
        return server.start("POST", all(), headers, body);
    }

    /** Opens the files of an image. The caller closes it. */
    public ImageDownload download(String fingerprint) throws IOException {
        return open(ApiPath.of("images", fingerprint, "export"));
    }

    /**
     * As {@link #download(String)}, for a stranger.
     *
     * @param secret gives a private image, once
     */
    public ImageDownload download(String fingerprint, String secret) throws IOException {
        return open(ApiPath.withQuery(ApiPath.of("images", fingerprint, "export"), "secret", secret));
    }

    private ImageDownload open(String path) throws IOException {
        return new ImageDownload(server.exchange("GET", path, Map.of(), new Connection.Body.None()));
    }

    /** Has the server send an image to another one, which waits for it. */
    public Operation push(String fingerprint, ImageExportPost target) throws IOException {
        return server.start("POST", ApiPath.of("images", fingerprint, "export"), target);
    }

    /** What lets another server fetch a private image once; its metadata has the {@code secret}. */
    public Operation createSecret(String fingerprint) throws IOException {
        return server.start("POST", ApiPath.of("images", fingerprint, "secret"), null);
    }

    /** Has the server look for a newer version where the image came from. */
    public Operation refresh(String fingerprint) throws IOException {
        return server.start("POST", ApiPath.of("images", fingerprint, "refresh"), null);
    }

    public Operation delete(String fingerprint) throws IOException {
        return server.start("DELETE", path(fingerprint), null);
    }

    /** The fingerprint of an image that an operation made, where it says so. */
    public static Optional<String> fingerprintOf(Operation done) {
        return done.metadata() != null && done.metadata().get("fingerprint") instanceof String fingerprint
                ? Optional.of(fingerprint)
                : Optional.empty();
    }

    /** The image that is there already, where an operation failed because it made the same one again. */
    public static Optional<String> sameAs(OperationFailedException failure) {
        // Nothing but the words of a server's answer names it.
        Matcher same = ALREADY_THERE.matcher(String.valueOf(failure.getMessage()));
        return same.find() ? Optional.of(same.group(1)) : Optional.empty();
    }

    private static String all() {
        return ApiPath.of("images");
    }

    private static String path(String fingerprint) {
        return ApiPath.of("images", fingerprint);
    }
}
