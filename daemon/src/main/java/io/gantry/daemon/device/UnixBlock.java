package io.gantry.daemon.device;

/** A node of a block device. */
record UnixBlock(String name, UnixDevice.Node node) implements UnixDevice {
    static final DeviceType TYPE = new DeviceType(
            "unix-block",
            description -> "unix-block".equals(description.get("type")),
            (name, description, _) -> new UnixBlock(name, Node.of(description)));

    @Override
    public boolean isCharacter() {
        return false;
    }
}
