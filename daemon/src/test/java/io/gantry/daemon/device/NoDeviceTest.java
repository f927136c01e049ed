package io.gantry.daemon.device;

import java.util.List;
import java.util.Map;

class NoDeviceTest extends DeviceContract {
    @Override
    Map<String, String> description() {
        return Map.of("type", "none");
    }

    @Override
    Class<? extends Device> type() {
        return NoDevice.class;
    }

    @Override
    List<String> lxcLines() {
        return List.of("lxc.net.0.type = empty");
    }

    @Override
    boolean isPluggable() {
        return false;
    }
}
