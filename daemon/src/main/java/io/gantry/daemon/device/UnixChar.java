package io.gantry.daemon.device;

/** A node of a character device. */
record UnixChar(String name, UnixDevice.Node node) implements UnixDevice {
    static final DeviceType TYPE = new DeviceType(
            "unix-char",
            description -> "unix-char".equals(description.get("type")),
            (name, description, _) -> new UnixChar(name, Node.of(description)));

    @Override
    public boolean isCharacter() {
        return true;
    }
}
