package io.gantry.daemon.device;

import io.gantry.daemon.instance.ExpandedInstance;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A type of devices.
 *
 * @param name as messages name it
 * @param describes whether a description is one of this type
 */
record DeviceType(String name, Predicate<Map<String, String>> describes, Reader reader) {
    /** Reads a description that has the right form. */
    @FunctionalInterface
    interface Reader {
        /**
         * The device that an instance has or had.
         *
         * @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST naming the value that is none
         */
        Device read(String name, Map<String, String> description, ExpandedInstance instance);
    }
}
