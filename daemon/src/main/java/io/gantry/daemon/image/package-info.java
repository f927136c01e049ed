/**
 * Images in the API: {@code /1.0/images} and its aliases. Start at {@link io.gantry.daemon.image.ImageRoutes}, where each
 * request leads into one of the rooms: {@code image.store} has what is here, {@code image.archive} knows the files,
 * {@code image.remote} fetches from other servers, {@code image.transfer} takes in and sends out, and
 * {@code daemon.publish} makes images of instances. {@link io.gantry.daemon.image.Images} puts them together.
 */
@NullMarked
package io.gantry.daemon.image;

import org.jspecify.annotations.NullMarked;
