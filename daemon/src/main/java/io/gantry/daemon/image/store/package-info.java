/**
 * The images that are here: records, aliases, files and the volumes that each pool has of them once. Start at
 * {@link io.gantry.daemon.image.store.ImageCatalog} for what is known of an image,
 * {@link io.gantry.daemon.image.store.ImageRegistrar} for how one gets in,
 * {@link io.gantry.daemon.image.store.ImageDeletion} for how it goes, and
 * {@link io.gantry.daemon.image.store.ImageVolumes} for how it becomes a volume to clone instances from. Knows no other
 * server and no HTTP.
 */
@NullMarked
package io.gantry.daemon.image.store;

import org.jspecify.annotations.NullMarked;
