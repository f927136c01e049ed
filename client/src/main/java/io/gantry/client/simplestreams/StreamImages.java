package io.gantry.client.simplestreams;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images for containers that a server lists. Immutable. */
public final class StreamImages {
    /** The files with a root file system, the preferred first, with the field that holds the image's fingerprint. */
    private static final Map<String, List<String>> ROOTS = roots();

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final List<StreamImage> images;
    private final Optional<String> defaultOs;

    /** @param defaultOs the part before the slash that may be left out of aliases */
    public StreamImages(List<StreamImage> images, Optional<String> defaultOs) {
        this.images = images.stream()
                .sorted(Comparator.comparing(StreamImage::serial).reversed())
                .toList();
        this.defaultOs = defaultOs;
    }

    private static Map<String, List<String>> roots() {
        var roots = new LinkedHashMap<String, List<String>>();
        roots.put("squashfs", List.of("combined_squashfs_sha256"));
        roots.put("root.tar.xz", List.of("combined_rootxz_sha256", "combined_sha256"));
        return roots;
    }

    /** All images, the newest first. */
    public List<StreamImage> all() {
        return images;
    }

    /**
     * The newest image with an alias, or the one whose fingerprint begins with these digits.
     *
     * @param architecture of the images that aliases mean, unless the alias says it: {@code jammy/arm64}
     */
    public Optional<StreamImage> find(String name, String architecture) {
        Optional<StreamImage> byAlias = images.stream()
                .filter(image -> isNamed(image, name, architecture))
                .findFirst();
        if (byAlias.isPresent() || !name.matches("[0-9a-f]{6,64}")) {
            return byAlias;
        }
        List<StreamImage> byDigits = images.stream()
                .filter(image -> image.fingerprint().startsWith(name))
                .toList();
        return byDigits.size() == 1 ? Optional.of(byDigits.getFirst()) : Optional.empty();
    }

    private boolean isNamed(StreamImage image, String name, String architecture) {
        for (String alias : image.aliases()) {
            for (String each : List.of(alias, withoutDefaultOs(alias))) {
                if ((name.equals(each) && image.architecture().equals(architecture))
                        || name.equals(each + "/" + image.properties().getOrDefault("architecture", ""))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The images as LXD's API shows them, with the aliases that mean each: that of its architecture has the bare name, and
     * each has it with its architecture behind a slash. Of several images with one name the newest has it.
     *
     * @param architecture of this host, as the kernel calls it
     */
    public List<Image> views(String architecture) {
        Set<String> taken = new HashSet<>();
        List<Image> views = new ArrayList<>();
        for (StreamImage image :
                images.stream().sorted(StreamImages::compareGroups).toList()) {
            List<ImageAlias> aliases = new ArrayList<>();
            for (String name : image.aliases()) {
                String bare = withoutDefaultOs(name);
                String whole = bare + "/" + image.properties().getOrDefault("architecture", "");
                if (image.architecture().equals(architecture) && taken.add(bare)) {
                    aliases.add(new ImageAlias(bare, ""));
                }
                if (taken.add(whole)) {
                    aliases.add(new ImageAlias(whole, ""));
                }
            }
            views.add(view(image, aliases));
        }
        return views;
    }

    /** By system, release and variant; what has none of these comes last. Newer ones come first. */
    private static int compareGroups(StreamImage left, StreamImage right) {
        for (String property : List.of("os", "release", "variant")) {
            String one = left.properties().getOrDefault(property, "");
            String other = right.properties().getOrDefault(property, "");
            if (!one.equals(other)) {
                return one.isEmpty() ? 1 : other.isEmpty() ? -1 : one.compareTo(other);
            }
        }
        return right.serial().compareTo(left.serial());
    }

    private static Image view(StreamImage image, List<ImageAlias> aliases) {
        return new Image(
                false,
                image.properties(),
                true,
                image.expiresAt().orElse(Instant.EPOCH),
                List.of(),
                aliases,
                image.architecture(),
                false,
                image.metadata().name(),
                image.fingerprint(),
                image.size(),
                null,
                "container",
                image.createdAt(),
                NEVER,
                image.createdAt());
    }

    private String withoutDefaultOs(String alias) {
        return defaultOs
                .filter(os -> alias.startsWith(os + "/"))
                .map(os -> alias.substring(os.length() + 1))
                .orElse(alias);
    }

    /** The system whose name is left out of the aliases of a server that has no other. */
    public static Optional<String> defaultOs(URI server) {
        return server.toString().startsWith("https://cloud-images.ubuntu.com")
                ? Optional.of("ubuntu")
                : Optional.empty();
    }

    /** The image with exactly this fingerprint. */
    public Optional<StreamImage> withFingerprint(String fingerprint) {
        return images.stream()
                .filter(image -> image.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /**
     * Reads a list of images. What is no image for containers is left out.
     *
     * @throws MalformedStreamException where the text is no such list
     */
    public static List<StreamImage> parse(byte[] json) throws MalformedStreamException {
        List<StreamImage> images = new ArrayList<>();
        for (Object value : StreamTree.child(StreamTree.parse(json), "products").values()) {
            if (value instanceof Map<?, ?> product) {
                StreamTree.child(product, "versions").forEach((serial, version) -> {
                    if (version instanceof Map<?, ?> map) {
                        images.addAll(read(product, StreamTree.text(serial), map));
                    }
                });
            }
        }
        return images;
    }

    private static List<StreamImage> read(Map<?, ?> product, String serial, Map<?, ?> version) {
        Optional<Instant> created =
                serial.length() < 8 ? Optional.empty() : date(serial.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        if (created.isEmpty()) {
            return List.of();
        }
        Map<String, Map<?, ?>> items = new LinkedHashMap<>();
        for (Object value : StreamTree.child(version, "items").values()) {
            if (value instanceof Map<?, ?> item) {
                items.put(StreamTree.text(item, "ftype"), item);
            }
        }
        List<StreamImage> images = new ArrayList<>();
        String label = StreamTree.text(version, "label");
        Map<?, ?> metadata = items.get("lxd.tar.xz");
        if (metadata != null) {
            for (var root : ROOTS.entrySet()) {
                Map<?, ?> rootfs = items.get(root.getKey());
                String fingerprint = root.getValue().stream()
                        .map(field -> StreamTree.text(metadata, field))
                        .filter(hash -> !hash.isEmpty())
                        .findFirst()
                        .orElse("");
                if (rootfs != null && !fingerprint.isEmpty()) {
                    images.add(image(
                            product,
                            new Version(serial, label, created.get(), root.getKey()),
                            fingerprint,
                            file(metadata),
                            Optional.of(file(rootfs))));
                }
            }
        }
        Map<?, ?> combined = items.get("lxd_combined.tar.gz");
        if (combined != null && !StreamTree.text(combined, "sha256").isEmpty()) {
            images.add(image(
                    product,
                    new Version(serial, label, created.get(), "tar.gz"),
                    StreamTree.text(combined, "sha256"),
                    file(combined),
                    Optional.empty()));
        }
        return images;
    }

    private record Version(String serial, String label, Instant createdAt, String fileType) {}

    private static StreamImage image(
            Map<?, ?> product, Version version, String fingerprint, StreamFile metadata, Optional<StreamFile> rootfs) {
        String architecture = StreamTree.text(product, "arch");
        var properties = new LinkedHashMap<String, String>();
        for (String name : List.of("os", "release", "version", "variant")) {
            properties.put(name, StreamTree.text(product, name));
        }
        properties.put("architecture", architecture);
        properties.put("label", version.label());
        properties.put("serial", version.serial());
        properties.put("type", version.fileType());
        properties.put("description", description(product, version));
        StreamTree.child(product, "lxd_requirements")
                .forEach((key, value) -> properties.put("requirements." + key, StreamTree.text(value)));
        properties.values().removeIf(String::isEmpty);
        List<String> aliases = List.of(StreamTree.text(product, "aliases").split(",")).stream()
                .map(String::strip)
                .filter(alias -> !alias.isEmpty())
                .toList();
        return new StreamImage(
                fingerprint,
                KERNEL_NAMES.getOrDefault(architecture, architecture),
                version.serial(),
                aliases,
                properties,
                version.createdAt(),
                date(StreamTree.text(product, "support_eol"), DateTimeFormatter.ISO_LOCAL_DATE),
                metadata,
                rootfs);
    }

    /** The kernel's names of architectures that Debian calls otherwise. */
    private static final Map<String, String> KERNEL_NAMES = Map.of(
            "amd64", "x86_64",
            "arm64", "aarch64",
            "i386", "i686",
            "armhf", "armv7l",
            "ppc64el", "ppc64le");

    private static String description(Map<?, ?> product, Version version) {
        String label = version.label().isEmpty() ? "" : " (" + version.label() + ")";
        return "%s %s %s%s (%s)"
                .formatted(
                        StreamTree.text(product, "os"),
                        StreamTree.text(product, "release_title"),
                        StreamTree.text(product, "arch"),
                        label,
                        version.serial());
    }

    private static StreamFile file(Map<?, ?> item) {
        return new StreamFile(
                StreamTree.text(item, "path"), StreamTree.text(item, "sha256"), StreamTree.number(item, "size"));
    }

    private static Optional<Instant> date(String text, DateTimeFormatter format) {
        try {
            return Optional.of(
                    LocalDate.parse(text, format).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
