/**
 * The objects of LXD's REST API as records, and their JSON. Start at {@link io.gantry.api.ApiJson}.
 *
 * <p>Nothing here knows HTTP, files or rules. Field names and shapes are those of LXD 5.0
 * (<a href="https://documentation.ubuntu.com/lxd/stable-5.0/api/">API reference</a>).
 */
@NullMarked
package io.gantry.api;

import org.jspecify.annotations.NullMarked;
