/**
 * Who may use a server. Start at {@link io.gantry.client.trust.Certificates}.
 */
@NullMarked
package io.gantry.client.trust;

import org.jspecify.annotations.NullMarked;
