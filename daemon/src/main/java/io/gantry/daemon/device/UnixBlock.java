package io.gantry.daemon.device;

import io.gantry.daemon.config.DeviceKeys.UnixNode;

/** A node of a block device. */
record UnixBlock(String name, UnixDevice.Node node) implements UnixDevice {
    static final DeviceType TYPE = new DeviceType(
            "unix-block",
            UnixNode.BLOCK,
            _ -> true,
            Node::checkForm,
            (name, description, _) -> new UnixBlock(name, Node.of(description)));

    @Override
    public boolean isCharacter() {
        return false;
    }
}
