package io.gantry.daemon.device;

import io.gantry.daemon.config.DeviceKeys.UnixNode;

/** A node of a character device. */
record UnixChar(String name, UnixDevice.Node node) implements UnixDevice {
    static final DeviceType TYPE = new DeviceType(
            "unix-char",
            UnixNode.CHARACTER,
            _ -> true,
            Node::checkForm,
            (name, description, _) -> new UnixChar(name, Node.of(description)));

    @Override
    public boolean isCharacter() {
        return true;
    }
}
