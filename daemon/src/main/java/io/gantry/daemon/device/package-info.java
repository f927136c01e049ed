/**
 * The devices of instances. Start with {@link io.gantry.daemon.device.Device}, the contract that each type keeps, and
 * {@link io.gantry.daemon.device.DeviceTypes}, the list of all types; others use {@link
 * io.gantry.daemon.device.InstanceDevices}. Knows neither how containers are started nor who asks.
 */
@NullMarked
package io.gantry.daemon.device;

import org.jspecify.annotations.NullMarked;
