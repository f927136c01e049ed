/**
 * Commands on profiles, besides those that all configured things share. Start at {@link io.gantry.cli.profile.ProfileList}.
 */
@NullMarked
package io.gantry.cli.profile;

import org.jspecify.annotations.NullMarked;
