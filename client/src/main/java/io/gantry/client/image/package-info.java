/**
 * Images of a server and their aliases: upload, download, and copies to another server. Start at {@link io.gantry.client.image.Images}.
 */
@NullMarked
package io.gantry.client.image;

import org.jspecify.annotations.NullMarked;
