/**
 * What devices do to the host: interfaces, nodes and mounts, each an interface with an implementation by the kernel's or
 * liblxc's means, so that tests can put something else in its place. Start with {@link
 * io.gantry.daemon.device.host.DeviceHost}. Knows no instances and no types of devices.
 */
@NullMarked
package io.gantry.daemon.device.host;

import org.jspecify.annotations.NullMarked;
