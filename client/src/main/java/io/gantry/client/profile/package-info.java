/**
 * Profiles of a server. Start at {@link io.gantry.client.profile.Profiles}.
 */
@NullMarked
package io.gantry.client.profile;

import org.jspecify.annotations.NullMarked;
