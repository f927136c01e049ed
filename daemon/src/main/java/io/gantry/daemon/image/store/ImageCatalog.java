package io.gantry.daemon.image.store;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The images that are here, with their aliases; each call is a transaction. Safe for use by many threads. */
public final class ImageCatalog {
    private static final Instant NEVER_USED = Instant.parse("0001-01-01T00:00:00Z");

    private final Database database;
    private final ImageStore store;
    private final ImageAliasStore aliases;
    private final Events events;
    private final InstantSource clock;

    public ImageCatalog(
            Database database, ImageStore store, ImageAliasStore aliases, Events events, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.aliases = aliases;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The image whose fingerprint begins with these digits.
     *
     * @throws DaemonException NOT_FOUND where there is none, INVALID_REQUEST where there are several
     */
    public ImageRecord find(String project, FingerprintPrefix prefix) {
        return database.inTransaction(connection -> store.find(connection, project, prefix));
    }

    /** The image with exactly this fingerprint. */
    public Optional<ImageRecord> findExact(String project, Fingerprint fingerprint) {
        return database.inTransaction(connection -> store.find(connection, project, fingerprint));
    }

    /**
     * The image that is meant by an alias, by digits of its fingerprint, or by properties.
     *
     * @throws DaemonException NOT_FOUND where there is none, INVALID_REQUEST where digits fit several
     */
    public ImageRecord resolve(ImageReference reference) {
        return database.inTransaction(connection -> {
            if (reference.name().isEmpty()) {
                return newestWith(connection, reference);
            }
            Optional<ImageAliasStore.Alias> alias = aliases.find(connection, reference.project(), reference.name());
            return alias.isPresent()
                    ? store.find(connection, reference.project(), alias.get().target())
                            .orElseThrow(() -> DaemonException.notFound("Image not found"))
                    : store.find(connection, reference.project(), new FingerprintPrefix(reference.name()));
        });
    }

    private ImageRecord newestWith(Connection connection, ImageReference reference) throws SQLException {
        return store.list(connection, reference.project()).stream()
                .filter(image -> image.properties()
                        .entrySet()
                        .containsAll(reference.properties().entrySet()))
                .reduce((one, other) ->
                        other.content().createdAt().isAfter(one.content().createdAt()) ? other : one)
                .orElseThrow(() -> DaemonException.notFound("No matching image could be found"));
    }

    /**
     * The image that is here already of those that another server calls by a name: that with the fingerprint, or the one
     * that came from there by the alias, of several the one that is kept up to date.
     */
    public Optional<ImageRecord> findFetched(ImageReference reference, ImageReference.Remote remote) {
        Optional<ImageRecord> exact = Fingerprint.isOne(reference.name())
                ? findExact(reference.project(), new Fingerprint(reference.name()))
                : Optional.empty();
        return exact.isPresent()
                ? exact
                : database.inTransaction(connection ->
                        store.findBySource(connection, reference.project(), remote.source(reference.name())));
    }

    /** All images of a project. */
    public List<ImageRecord> list(String project) {
        return database.inTransaction(connection -> store.list(connection, project));
    }

    /** All images of a project as the API shows them. */
    public List<Image> views(String project) {
        return database.inTransaction(connection -> {
            var views = new ArrayList<Image>();
            for (ImageRecord image : store.list(connection, project)) {
                views.add(view(connection, image));
            }
            return views;
        });
    }

    /** An image as the API shows it. */
    public Image view(ImageRecord image) {
        return database.inTransaction(connection -> view(connection, image));
    }

    private Image view(Connection connection, ImageRecord image) throws SQLException {
        List<ImageAlias> names = aliases.of(connection, image).stream()
                .map(alias -> new ImageAlias(alias.name(), alias.description()))
                .toList();
        return new Image(
                image.autoUpdate(),
                image.properties(),
                image.isPublic(),
                image.options().expiresAt(),
                image.profiles(),
                names,
                image.architecture(),
                image.isCached(),
                image.content().filename(),
                image.fingerprint().hex(),
                image.content().size(),
                image.source().orElse(null),
                image.content().type(),
                image.content().createdAt(),
                image.lastUsedAt().isAfter(Instant.EPOCH) ? image.lastUsedAt() : NEVER_USED,
                image.uploadedAt());
    }

    /** What an image's ETag is made of. */
    public static List<Object> etag(ImageRecord image) {
        return List.of(image.isPublic(), image.autoUpdate(), image.properties());
    }

    /** Replaces an image by what the change makes of it, and tells of it. */
    public ImageRecord change(ImageRecord image, UnaryOperator<ImageRecord> change) {
        ImageRecord changed = database.inTransaction(connection -> {
            ImageRecord now = store.find(connection, image.project(), image.fingerprint())
                    .orElseThrow(() -> DaemonException.notFound("Image not found"));
            ImageRecord next = change.apply(now);
            store.update(connection, next);
            return next;
        });
        events.lifecycle("image-updated", image.url(), Map.of());
        return changed;
    }

    /** Remembers that an instance was made from an image. */
    public void markUsed(ImageRecord image) {
        database.inTransaction(connection -> {
            store.markUsed(connection, image.project(), image.fingerprint(), clock.instant());
            return true;
        });
    }

    /** Gives an image more names. CONFLICT where one is taken; then none is given. */
    public void addAliases(ImageRecord image, List<ImageAlias> names) {
        database.inTransaction(connection -> {
            for (ImageAlias alias : names) {
                if (aliases.find(connection, image.project(), alias.name()).isPresent()) {
                    throw DaemonException.conflict("Alias already exists: " + alias.name());
                }
                aliases.insert(connection, image, alias.name(), alias.description());
            }
            return true;
        });
    }

    /** Lets one image take the place of another: its aliases, profiles and time of last use. */
    public void supersede(ImageRecord old, ImageRecord newer) {
        database.inTransaction(connection -> {
            aliases.moveAll(connection, old, newer);
            store.update(
                    connection,
                    newer.with(options -> options.withProfiles(old.profiles()).withCached(old.isCached()))
                            .withLastUsedAt(old.lastUsedAt()));
            return true;
        });
    }
}
