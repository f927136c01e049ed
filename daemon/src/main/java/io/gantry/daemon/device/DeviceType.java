package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.KeySet;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A type of devices. Several may have one word for {@code type}, and differ in other values.
 *
 * @param word the value of {@code type}
 * @param keys which a description may have
 * @param describes whether a description with that word is one of this type
 */
record DeviceType(String word, KeySet keys, Predicate<Config> describes, Form form, Reader reader) {
    /** What a description needs beyond right values of known keys. */
    @FunctionalInterface
    interface Form {
        /** @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST saying what is wrong, not of which device */
        void check(Config description);
    }

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
