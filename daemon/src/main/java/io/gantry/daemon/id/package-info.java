/** Ids and secrets that nobody has had before and nobody can guess: {@link io.gantry.daemon.id.Ids}. */
@NullMarked
package io.gantry.daemon.id;

import org.jspecify.annotations.NullMarked;
