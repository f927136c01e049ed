/**
 * Images: what they are, where they are kept, how they come in and go out. Start at
 * {@link io.gantry.daemon.image.ImageService}, which turns a reference into an image that is here, and
 * {@link io.gantry.daemon.image.ImageVolumes}, which makes it a volume to clone instances from. Knows instances only
 * as the source of publishing.
 */
@NullMarked
package io.gantry.daemon.image;

import org.jspecify.annotations.NullMarked;
