/**
 * Other servers of images, and what comes from them. Start at {@link io.gantry.daemon.image.remote.ImageService}, which
 * turns a reference into an image that is here, and {@link io.gantry.daemon.image.remote.ImageFetcher}, which makes one
 * download of what several want; an {@link io.gantry.daemon.image.remote.ImageServer} is one protocol.
 * {@link io.gantry.daemon.image.remote.ImageUpkeep} keeps images up to date and removes those that nobody uses.
 */
@NullMarked
package io.gantry.daemon.image.remote;

import org.jspecify.annotations.NullMarked;
