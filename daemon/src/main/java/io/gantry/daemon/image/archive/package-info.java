/**
 * The archives of images: how they are packed, what they may hold, what they say of themselves. Start at
 * {@link io.gantry.daemon.image.archive.ImageArchiveReader}, which refuses what is broken or not safe, and
 * {@link io.gantry.daemon.image.archive.ImageUnpacker}. Knows files alone: no database and no server.
 */
@NullMarked
package io.gantry.daemon.image.archive;

import org.jspecify.annotations.NullMarked;
