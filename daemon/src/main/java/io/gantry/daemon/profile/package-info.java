/**
 * Profiles: configuration and devices that instances share. Start with {@link io.gantry.daemon.profile.Profiles}.
 */
@NullMarked
package io.gantry.daemon.profile;

import org.jspecify.annotations.NullMarked;
