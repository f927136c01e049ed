/**
 * Commands on images. Start at {@link io.gantry.cli.image.ImageList}.
 */
@NullMarked
package io.gantry.cli.image;

import org.jspecify.annotations.NullMarked;
