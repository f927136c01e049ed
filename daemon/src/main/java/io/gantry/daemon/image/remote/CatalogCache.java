package io.gantry.daemon.image.remote;

import io.gantry.daemon.image.archive.FileFailures;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What servers listed when they were asked last: with it the images that are here are found also while a server is away.
 * Safe for use by many threads.
 */
public final class CatalogCache {
    private static final Logger log = LoggerFactory.getLogger(CatalogCache.class);

    /** The pages of some ten servers. */
    private static final int MOST_PAGES = 32;

    private final Path folder;
    private final InstantSource clock;

    /** @param folder is made when it is needed */
    public CatalogCache(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Keeps a page. One that cannot be kept is only missed later. */
    void keep(URI page, byte[] content) {
        try {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, ".page", "");
            try {
                Files.write(unfinished, content);
                Files.move(unfinished, file(page), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            forgetOldest();
        } catch (IOException failure) {
            log.warn("cannot keep the list of images of {}: {}", page.getHost(), FileFailures.reason(failure));
        }
    }

    /** The page as it was when it was fetched last. */
    Optional<byte[]> find(URI page) throws IOException {
        try {
            byte[] content = Files.readAllBytes(file(page));
            Files.setLastModifiedTime(file(page), FileTime.from(clock.instant()));
            return Optional.of(content);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void forgetOldest() throws IOException {
        Map<Path, FileTime> ages = new TreeMap<>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                ages.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> byAge = ages.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        for (Path file : byAge.subList(0, Math.max(0, byAge.size() - MOST_PAGES))) {
            Files.deleteIfExists(file);
        }
    }

    private Path file(URI page) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(page.toString().getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
