/**
 * {@code /1.0/instances} and what is below it, and instances as the API shows them. Start with
 * {@link io.gantry.daemon.lifecycle.routes.InstanceRoutes}. The acts themselves are in the packages below.
 */
@NullMarked
package io.gantry.daemon.lifecycle.routes;

import org.jspecify.annotations.NullMarked;
